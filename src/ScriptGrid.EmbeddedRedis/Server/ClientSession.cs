namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>What the server remembers of a client between its commands.</summary>
internal sealed class ClientSession
{
    internal int DatabaseIndex { get; set; }
}
