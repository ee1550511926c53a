namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>What the server remembers of a client between its commands.</summary>
internal sealed class ClientSession
{
    internal int DatabaseIndex { get; set; }

    /// <summary>Whether a script calls: some commands then refuse to block, and reply in a fixed order.</summary>
    internal bool IsScript { get; init; }
}
