using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>What replicas get about groups: who was given which entry and when, so that they need not deliver entries themselves.</summary>
internal static class StreamPropagation
{
    /// <summary>Propagates that a consumer has an entry, and the group's last id.</summary>
    internal static void Claim(in CommandCall call, byte[] key, StreamGroup group, PendingEntry entry)
    {
        if (call.Keyspace.Propagation.IsUsed)
        {
            call.Keyspace.Propagation.Add(
                call.Database.Index,
                "XCLAIM"u8.ToArray(),
                key,
                group.Name,
                entry.Consumer.Name,
                "0"u8.ToArray(),
                entry.Id.ToBytes(),
                "TIME"u8.ToArray(),
                Integers.ToBytes(entry.DeliveredAt),
                "RETRYCOUNT"u8.ToArray(),
                Integers.ToBytes(entry.Deliveries),
                "FORCE"u8.ToArray(),
                "JUSTID"u8.ToArray(),
                "LASTID"u8.ToArray(),
                group.LastId.ToBytes());
        }
    }

    /// <summary>Propagates how far a group has read.</summary>
    internal static void SetId(in CommandCall call, byte[] key, StreamGroup group)
    {
        const long Unknown = -1;
        if (call.Keyspace.Propagation.IsUsed)
        {
            call.Keyspace.Propagation.Add(
                call.Database.Index,
                "XGROUP"u8.ToArray(),
                "SETID"u8.ToArray(),
                key,
                group.Name,
                group.LastId.ToBytes(),
                "ENTRIESREAD"u8.ToArray(),
                Integers.ToBytes(group.EntriesRead ?? Unknown));
        }
    }

    /// <summary>Propagates that a consumer was created.</summary>
    internal static void CreateConsumer(in CommandCall call, byte[] key, StreamGroup group, byte[] name) =>
        call.Keyspace.Propagation.Add(call.Database.Index, "XGROUP"u8.ToArray(), "CREATECONSUMER"u8.ToArray(), key, group.Name, name);
}
