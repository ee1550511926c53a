using System.Security.Cryptography;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>Whether the server calls itself a replica. It never connects to its master: the link stays down.</summary>
internal sealed class Replication
{
    internal string? MasterHost { get; private set; }

    internal int MasterPort { get; private set; }

    internal bool IsReplica => MasterHost is not null;

    /// <summary>Names the history of this server's data.</summary>
    internal string Id { get; set; } = NewId();

    /// <summary>When it last became a replica, in milliseconds since 1970.</summary>
    internal long Since { get; private set; }

    internal void Follow(string host, int port, long now) => (MasterHost, MasterPort, Since) = (host, port, now);

    internal void BecomeMaster() => MasterHost = null;

    /// <summary>Forty hexadecimal digits by chance.</summary>
    internal static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
