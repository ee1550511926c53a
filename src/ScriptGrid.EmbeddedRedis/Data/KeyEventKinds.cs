namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The kinds of keyspace notifications, and the channels that they are sent to.</summary>
[Flags]
internal enum KeyEventKinds
{
    None = 0,
    Generic = 1,
    String = 1 << 1,
    List = 1 << 2,
    Set = 1 << 3,
    Hash = 1 << 4,
    SortedSet = 1 << 5,
    Expired = 1 << 6,
    Evicted = 1 << 7,
    Stream = 1 << 8,

    /// <summary>Notifications of modules. There are none.</summary>
    Module = 1 << 9,

    /// <summary>The kinds that <c>A</c> stands for.</summary>
    All = Generic | String | List | Set | Hash | SortedSet | Expired | Evicted | Stream | Module,

    New = 1 << 10,
    Miss = 1 << 11,

    /// <summary>The channel <c>__keyspace@0__:key</c>, whose messages are the names of events.</summary>
    OnKeyChannel = 1 << 12,

    /// <summary>The channel <c>__keyevent@0__:event</c>, whose messages are keys.</summary>
    OnEventChannel = 1 << 13,
}
