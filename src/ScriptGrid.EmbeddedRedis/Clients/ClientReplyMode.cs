namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>Whether a client wants replies, by CLIENT REPLY.</summary>
internal enum ClientReplyMode
{
    On,
    Off,

    /// <summary>The next command has no reply.</summary>
    SkipNext,

    /// <summary>The command under way has no reply.</summary>
    Skip,
}
