namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>How a value is laid out in a payload; the numbers are those of RDB files.</summary>
internal enum RdbType : byte
{
    String = 0,
    List = 1,
    Set = 2,

    /// <summary>A sorted set whose scores are text.</summary>
    SortedSetOfTexts = 3,
    Hash = 4,

    /// <summary>A sorted set whose scores are binary.</summary>
    SortedSet = 5,
    HashZipmap = 9,
    ListZiplist = 10,
    SetIntset = 11,
    SortedSetZiplist = 12,
    HashZiplist = 13,
    ListOfZiplists = 14,

    /// <summary>A stream as before 7.0: without its first and last removed ids and what its groups have read.</summary>
    StreamBefore7 = 15,
    HashListpack = 16,
    SortedSetListpack = 17,
    ListOfListpacks = 18,
    Stream = 19,
    FunctionPreRelease = 246,
    Function = 245,

    /// <summary>Seconds since the key that follows was used.</summary>
    Idle = 248,

    /// <summary>How often the key that follows is used.</summary>
    Frequency = 249,

    /// <summary>A name and a value about the file.</summary>
    Note = 250,

    /// <summary>How many keys a database has, and how many of them expire.</summary>
    Sizes = 251,

    /// <summary>When the key that follows expires, in milliseconds since 1970.</summary>
    Expiry = 252,

    /// <summary>The number of the database that the keys that follow are in.</summary>
    Select = 254,

    End = 255,
}
