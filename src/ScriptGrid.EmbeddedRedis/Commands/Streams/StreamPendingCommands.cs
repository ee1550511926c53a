using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>XPENDING: entries that were delivered but not acknowledged.</summary>
internal static class StreamPendingCommands
{
    internal static void Register(CommandTable table) => table.Add("xpending", XPending);

    private static void XPending(CommandCall call)
    {
        if (call.Words.Length == 3)
        {
            if (StreamGroupCommands.TryGroup(call, call.Words[1], call.Words[2], out _, out StreamGroup? group))
            {
                Summary(call, group!);
            }

            return;
        }

        if (TryParse(call, out Filter filter) && StreamGroupCommands.TryGroup(call, call.Words[1], call.Words[2], out _, out StreamGroup? found))
        {
            List(call, found!, filter);
        }
    }

    private static void Summary(in CommandCall call, StreamGroup group)
    {
        call.Reply.Array(4);
        call.Reply.Integer(group.Pending.Count);
        if (group.Pending.Count == 0)
        {
            call.Reply.Null();
            call.Reply.Null();
            call.Reply.NullArray();
            return;
        }

        call.Reply.Bulk(group.Pending.Keys.First().ToBytes());
        call.Reply.Bulk(group.Pending.Keys.Last().ToBytes());
        StreamConsumer[] busy = [.. group.Consumers.Values.Where(static consumer => consumer.Pending.Count > 0)];
        call.Reply.Array(busy.Length);
        foreach (StreamConsumer consumer in busy)
        {
            call.Reply.Array(2);
            call.Reply.Bulk(consumer.Name);
            call.Reply.Bulk(Integers.ToBytes(consumer.Pending.Count));
        }
    }

    private static void List(in CommandCall call, StreamGroup group, Filter filter)
    {
        SortedDictionary<StreamId, PendingEntry>? pending = group.Pending;
        if (filter.Consumer is not null)
        {
            pending = group.Consumers.TryGetValue(filter.Consumer, out StreamConsumer? consumer) ? consumer.Pending : [];
        }

        long now = call.Clock.Milliseconds;
        PendingEntry[] entries =
        [
            .. pending.Values
                .Where(entry => entry.Id >= filter.Start && entry.Id <= filter.End && now - entry.DeliveredAt >= filter.MinIdle)
                .Take((int)Math.Min(filter.Count, int.MaxValue)),
        ];
        call.Reply.Array(entries.Length);
        foreach (PendingEntry entry in entries)
        {
            call.Reply.Array(4);
            call.Reply.Bulk(entry.Id.ToBytes());
            call.Reply.Bulk(entry.Consumer.Name);
            call.Reply.Integer(Math.Max(0, now - entry.DeliveredAt));
            call.Reply.Integer(entry.Deliveries);
        }
    }

    // key group [IDLE ms] start end count [consumer]
    private static bool TryParse(in CommandCall call, out Filter filter)
    {
        filter = default;
        if (call.Words.Length is < 6 or > 9)
        {
            return call.Fail(DataErrors.Syntax);
        }

        int from = 3;
        long minIdle = 0;
        if (call.Is(3, "IDLE"))
        {
            if (!call.TryInteger(4, out minIdle) || (call.Words.Length < 8 && !call.Fail(DataErrors.Syntax)))
            {
                return false;
            }

            from = 5;
        }

        if (!call.TryInteger(from + 2, out long count) || !call.TryInterval(from, from + 1, out StreamId start, out StreamId end))
        {
            return false;
        }

        filter = new Filter(start, end, Math.Max(0, count), minIdle, from + 3 < call.Words.Length ? call.Words[from + 3] : null);
        return true;
    }

    private readonly record struct Filter(StreamId Start, StreamId End, long Count, long MinIdle, byte[]? Consumer);
}
