namespace ScriptGrid.EmbeddedRedis;

/// <summary>The kind of a reply, or of an element of one. The kinds after <see cref="Array"/> occur only after <c>HELLO 3</c>.</summary>
public enum RedisReplyKind
{
    /// <summary>Nothing: Lua's <c>nil</c> and <c>false</c>.</summary>
    Nil = 0,

    /// <summary>A whole number. Redis turns a Lua number into this and cuts off its fraction.</summary>
    Integer = 1,

    /// <summary>A string of bytes.</summary>
    Text = 2,

    /// <summary>A status, such as <c>OK</c>.</summary>
    Status = 3,

    /// <summary>An error within an array or a map. If the whole reply is an error, it is thrown as an <see cref="EmbeddedRedisException"/>.</summary>
    Error = 4,

    /// <summary>Elements in order. A set is an array, too.</summary>
    Array = 5,

    /// <summary>A double.</summary>
    Double = 6,

    /// <summary>True or false.</summary>
    Boolean = 7,

    /// <summary>Keys and values in alternation.</summary>
    Map = 8,

    /// <summary>A whole number of any size, given as its digits.</summary>
    BigNumber = 9,
}
