namespace ScriptGrid.EmbeddedRedis;

/// <summary>The type of a key's value, as TYPE returns it.</summary>
public enum KeyType
{
    /// <summary>A string, which may also hold a number, bits or a HyperLogLog.</summary>
    String = 0,

    /// <summary>A list.</summary>
    List = 1,

    /// <summary>A set.</summary>
    Set = 2,

    /// <summary>A sorted set (<c>zset</c>).</summary>
    SortedSet = 3,

    /// <summary>A hash.</summary>
    Hash = 4,

    /// <summary>A stream.</summary>
    Stream = 5,
}
