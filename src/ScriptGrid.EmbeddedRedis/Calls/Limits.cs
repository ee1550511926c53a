using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>What the state of the server forbids: because memory is short, replicas are missing, or the server is a replica.</summary>
internal sealed class Limits(ServerSettings settings, MemoryUse memory, Eviction eviction, Replication replication)
{
    internal const string OutOfMemory = "OOM command not allowed when used memory > 'maxmemory'.";
    internal const string NoReplicas = "NOREPLICAS Not enough good replicas to write.";
    internal const string ReadOnlyReplica = "READONLY You can't write against a read only replica.";
    internal const string MasterDown = "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";

    /// <summary>Whether clients may not write because the server is a replica.</summary>
    internal bool IsReadOnly => replication.IsReplica && settings.ReplicaReadOnly.Value;

    /// <summary>Whether fewer replicas keep up than <c>min-replicas-to-write</c> demands.</summary>
    internal bool LacksReplicas => !replication.IsReplica
        && settings.MinReplicasToWrite.Value > 0
        && settings.MinReplicasMaxLag.Value > 0
        && replication.Replicas.CountGood(settings.MinReplicasMaxLag.Value) < settings.MinReplicasToWrite.Value;

    /// <summary>Whether only commands that accept stale data may run. The link of a replica is always down here.</summary>
    internal bool IsStale => replication.IsReplica && !settings.ReplicaServeStaleData.Value;

    internal bool HasMaxMemory => settings.MaxMemory.Value > 0;

    /// <summary>Evicts what the policy allows if too much memory is used. Returns true if that is not enough.</summary>
    internal bool LacksRoom() => HasMaxMemory && !replication.IsReplica && !eviction.TryMakeRoom(settings.MaxMemory.Value);

    internal bool IsOutOfMemory() => HasMaxMemory && memory.UsedBytes > settings.MaxMemory.Value;
}
