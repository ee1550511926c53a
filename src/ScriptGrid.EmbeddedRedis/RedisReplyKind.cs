namespace ScriptGrid.EmbeddedRedis;

/// <summary>What a reply, or an element of one, is. What stands behind <see cref="Array"/> comes only once <c>HELLO 3</c> was executed.</summary>
public enum RedisReplyKind
{
    /// <summary>Nothing: Lua's <c>nil</c> and <c>false</c>.</summary>
    Nil = 0,

    /// <summary>A whole number: what Redis makes of a Lua number, whose fraction it cuts off.</summary>
    Integer = 1,

    /// <summary>A string of bytes.</summary>
    Text = 2,

    /// <summary>A status, such as <c>OK</c>.</summary>
    Status = 3,

    /// <summary>An error within an array or a map. A reply that is one as a whole is thrown as an <see cref="EmbeddedRedisException"/>.</summary>
    Error = 4,

    /// <summary>Elements in order; a set is one too.</summary>
    Array = 5,

    /// <summary>A double.</summary>
    Double = 6,

    /// <summary>True or false.</summary>
    Boolean = 7,

    /// <summary>Keys and values by turns.</summary>
    Map = 8,

    /// <summary>A whole number of any size, as its digits.</summary>
    BigNumber = 9,
}
