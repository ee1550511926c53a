namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>The flags of Redis's commands, under the names that Redis gives them.</summary>
[Flags]
internal enum CommandFlags
{
    None = 0,
    Write = 1 << 0,
    ReadOnly = 1 << 1,
    DenyOom = 1 << 2,
    Admin = 1 << 3,
    PubSub = 1 << 4,
    NoScript = 1 << 5,
    Blocking = 1 << 6,
    Loading = 1 << 7,
    Stale = 1 << 8,
    SkipMonitor = 1 << 9,
    SkipSlowLog = 1 << 10,
    Asking = 1 << 11,
    Fast = 1 << 12,
    NoAuth = 1 << 13,
    MovableKeys = 1 << 14,
    AllowBusy = 1 << 15,
    NoAsyncLoading = 1 << 16,
    NoMandatoryKeys = 1 << 17,
    NoMulti = 1 << 18,

    /// <summary>
    /// Redis may send the command to replicas although it does not write. A script that declares flags loses this one: it is known then whether it writes.
    /// Not in the COMMAND reply.
    /// </summary>
    MayReplicate = 1 << 19,
}
