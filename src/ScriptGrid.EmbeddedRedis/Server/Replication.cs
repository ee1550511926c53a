namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Whether the server calls itself a replica. It never connects to its master: the link stays down.</summary>
internal sealed class Replication
{
    internal string? MasterHost { get; private set; }

    internal int MasterPort { get; private set; }

    internal bool IsReplica => MasterHost is not null;

    internal bool IsReadOnly => IsReplica && RefusesWrites;

    /// <summary>What <c>replica-read-only</c> says.</summary>
    internal bool RefusesWrites { get; set; } = true;

    /// <summary>Names the history of this server's data.</summary>
    internal string Id { get; set; } = "";

    internal void Follow(string host, int port) => (MasterHost, MasterPort) = (host, port);

    internal void BecomeMaster() => MasterHost = null;
}
