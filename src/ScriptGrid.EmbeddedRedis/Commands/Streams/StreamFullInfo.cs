using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>XINFO STREAM FULL: entries, groups, consumers, and pending entries.</summary>
internal static class StreamFullInfo
{
    /// <summary>Replies with at most <paramref name="count"/> entries and pending entries of each kind; 0 means all.</summary>
    internal static void Reply(in CommandCall call, StreamValue stream, long count)
    {
        int limit = count is 0 or > int.MaxValue ? int.MaxValue : (int)count;
        call.Reply.Map(9);
        StreamInfoCommands.Common(call, stream);
        int entries = Math.Min(limit, stream.Count);
        call.Name("entries").Array(entries);
        for (int i = 0; i < entries; i++)
        {
            call.Entry(stream[i]);
        }

        call.Name("groups").Array(stream.Groups.Count);
        foreach (StreamGroup group in stream.Groups.Values)
        {
            Group(call, stream, group, limit);
        }
    }

    private static void Group(in CommandCall call, StreamValue stream, StreamGroup group, int limit)
    {
        call.Reply.Map(7);
        call.Name("name").Bulk(group.Name);
        call.Name("last-delivered-id").Bulk(group.LastId.ToBytes());
        StreamInfoCommands.Progress(call, stream, group);
        call.Name("pel-count").Integer(group.Pending.Count);
        call.Name("pending").Array(Math.Min(limit, group.Pending.Count));
        foreach (PendingEntry entry in group.Pending.Values.Take(limit))
        {
            call.Reply.Array(4);
            call.Reply.Bulk(entry.Id.ToBytes());
            call.Reply.Bulk(entry.Consumer.Name);
            call.Reply.Integer(entry.DeliveredAt);
            call.Reply.Integer(entry.Deliveries);
        }

        call.Name("consumers").Array(group.Consumers.Count);
        foreach (StreamConsumer consumer in group.Consumers.Values)
        {
            Consumer(call, consumer, limit);
        }
    }

    private static void Consumer(in CommandCall call, StreamConsumer consumer, int limit)
    {
        call.Reply.Map(4);
        call.Name("name").Bulk(consumer.Name);
        call.Name("seen-time").Integer(consumer.SeenAt);
        call.Name("pel-count").Integer(consumer.Pending.Count);
        call.Name("pending").Array(Math.Min(limit, consumer.Pending.Count));
        foreach (PendingEntry entry in consumer.Pending.Values.Take(limit))
        {
            call.Reply.Array(3);
            call.Reply.Bulk(entry.Id.ToBytes());
            call.Reply.Integer(entry.DeliveredAt);
            call.Reply.Integer(entry.Deliveries);
        }
    }
}
