using System.Security.Cryptography;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>Whether the server acts as a replica, and which replicas it has itself. It never connects to a master: that link stays down.</summary>
internal sealed class Replication(Replicas replicas)
{
    internal Replicas Replicas { get; } = replicas;

    internal string? MasterHost { get; private set; }

    internal int MasterPort { get; private set; }

    internal bool IsReplica => MasterHost is not null;

    /// <summary>Identifies the history of this server's data.</summary>
    internal string Id { get; set; } = NewId();

    /// <summary>When it last became a replica, in milliseconds since 1970.</summary>
    internal long Since { get; private set; }

    internal void Follow(string host, int port, long now)
    {
        (MasterHost, MasterPort, Since) = (host, port, now);
        Replicas.CloseAll();
    }

    internal void BecomeMaster() => MasterHost = null;

    /// <summary>Returns 40 random hexadecimal digits.</summary>
    internal static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
