namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>Whether a client gets replies, as set by CLIENT REPLY.</summary>
internal enum ClientReplyMode
{
    On,
    Off,

    /// <summary>The next command gets no reply.</summary>
    SkipNext,

    /// <summary>The command under way gets no reply.</summary>
    Skip,
}
