namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>The form of a value in a payload. The numbers are those of RDB files.</summary>
internal enum RdbType : byte
{
    String = 0,
    List = 1,
    Set = 2,

    /// <summary>A sorted set with scores as text.</summary>
    SortedSetOfTexts = 3,
    Hash = 4,

    /// <summary>A sorted set with binary scores.</summary>
    SortedSet = 5,
    HashZipmap = 9,
    ListZiplist = 10,
    SetIntset = 11,
    SortedSetZiplist = 12,
    HashZiplist = 13,
    ListOfZiplists = 14,

    /// <summary>A stream as written before 7.0: without its first id, its highest removed id, and the number of entries that its groups have read.</summary>
    StreamBefore7 = 15,
    HashListpack = 16,
    SortedSetListpack = 17,
    ListOfListpacks = 18,
    Stream = 19,
    FunctionPreRelease = 246,
    Function = 245,

    /// <summary>The seconds since the next key was last used.</summary>
    Idle = 248,

    /// <summary>How often the next key is used.</summary>
    Frequency = 249,

    /// <summary>A name and a value that describe the file.</summary>
    Note = 250,

    /// <summary>The number of keys of a database, and the number of those that expire.</summary>
    Sizes = 251,

    /// <summary>When the next key expires, in milliseconds since 1970.</summary>
    Expiry = 252,

    /// <summary>The number of the database of the keys that follow.</summary>
    Select = 254,

    End = 255,
}
