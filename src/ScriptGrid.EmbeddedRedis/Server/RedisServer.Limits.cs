using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <content>What holds commands back: permission, memory and the state of replication.</content>
internal sealed partial class RedisServer
{
    /// <summary>About what an empty Redis takes.</summary>
    internal const long EmptyBytes = 900 * 1024;

    internal Replication Replication { get; }

    internal Guard Guard { get; }

    /// <summary>Whether scripts may call what they otherwise may not; by DEBUG SET-DISABLE-DENY-SCRIPTS.</summary>
    internal bool ScriptsMayCallAll { get; set; }

    internal DebugPermission DebugPermission { get; set; }

    /// <summary>About what Redis would need for the same data.</summary>
    internal long UsedMemoryBytes => EmptyBytes + Databases.Sum(static database => database.MemoryBytes);

    /// <summary>Whether <c>min-replicas-to-write</c> asks for replicas: there never are any.</summary>
    internal bool LacksReplicas => !Replication.IsReplica && Settings.MinReplicasToWrite.Value > 0 && Settings.MinReplicasMaxLag.Value > 0;

    /// <summary>Whether only commands may run that do not mind old data: a replica's link is always down.</summary>
    internal bool IsStale => Replication.IsReplica && !Settings.ReplicaServeStaleData.Value;

    internal bool IsOutOfMemory() => Settings.MaxMemory.Value > 0 && UsedMemoryBytes > Settings.MaxMemory.Value;

    internal bool AllowsDebug(ClientSession client) => DebugPermission switch
    {
        DebugPermission.Yes => true,
        DebugPermission.Local => client.Connection is null || System.Net.IPAddress.IsLoopback(client.Connection.RemoteEndPoint.Address),
        _ => false,
    };
}

/// <summary>Who may use DEBUG: <c>enable-debug-command</c>.</summary>
internal enum DebugPermission
{
    No,
    Local,
    Yes,
}
