using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>XREAD and XREADGROUP.</summary>
internal sealed class StreamReadCommands(BlockingCalls blocking)
{
    internal void Register(CommandTable table)
    {
        table.Add("xread", call => Read(call, forGroup: false));
        table.Add("xreadgroup", call => Read(call, forGroup: true));
    }

    private void Read(in CommandCall call, bool forGroup)
    {
        if (!StreamReadWords.TryParse(call, forGroup, out StreamReadWords words))
        {
            return;
        }

        if (words.Block is { } milliseconds)
        {
            blocking.ServeOrWait(call, words.Keys, TimeoutWords.Limit(milliseconds), (in CommandCall waiting, byte[][] keys, bool isRetry) => isRetry ? TryServeReady(waiting, words, keys[0]) : TryServe(waiting, words));
        }
        else if (!TryServe(call, words))
        {
            call.Reply.NullArray();
        }
    }

    /// <summary>Serves a client from the one stream that has become ready. A client that reads for a group gets an error if the stream was removed.</summary>
    private static bool TryServeReady(in CommandCall call, StreamReadWords words, byte[] key)
    {
        int position = Array.FindIndex(words.Keys, candidate => candidate.AsSpan().SequenceEqual(key));
        if (call.Database.Find(key) is not StreamValue)
        {
            return words.ForGroup && !call.Fail("UNBLOCKED the stream key no longer exists");
        }

        return !words.TryFindGroup(call, position) || TryServe(call, words, position);
    }

    private static bool TryServe(in CommandCall call, StreamReadWords words, int? only = null)
    {
        (int first, int end) = (only ?? 0, only + 1 ?? words.Keys.Length);
        var served = new HashSet<int>();
        for (int i = first; i < end; i++)
        {
            if (call.Database.Find(words.Keys[i], touch: false) is StreamValue stream && HasSome(stream, words.Ids[i], words.Groups[i]))
            {
                served.Add(i);
            }
        }

        bool hasBegun = false;
        for (int i = first; i < end; i++)
        {
            // A retry counts neither as a hit nor as a miss.
            RedisValue? value = only is null ? call.Database.Read(words.Keys[i]) : call.Database.Find(words.Keys[i]);
            if (!served.Contains(i))
            {
                continue;
            }

            if (!hasBegun)
            {
                BeginStreams(call.Reply, served.Count);
                hasBegun = true;
            }

            if (call.Reply.Protocol == 2)
            {
                call.Reply.Array(2);
            }

            call.Reply.Bulk(words.Keys[i]);
            if (words.Groups[i] is { } group)
            {
                bool isNew = !group.Consumers.ContainsKey(words.ConsumerName);
                StreamGroupCommands.Consumer(call, words.Keys[i], group, words.ConsumerName);
                call.Keyspace.Propagation.Prevent();
                if (isNew && words.NoAcknowledge)
                {
                    StreamPropagation.CreateConsumer(call, words.Keys[i], group, words.ConsumerName);
                }
            }

            Serve(call, words, i, (StreamValue)value!);
        }

        return served.Count > 0;
    }

    // A map of streams over RESP3, an array of pairs over RESP2.
    private static void BeginStreams(IReply reply, int count)
    {
        if (reply.Protocol == 2)
        {
            reply.Array(count);
        }
        else
        {
            reply.Map(count);
        }
    }

    // The history of a consumer is always sent, even if it is empty.
    private static bool HasSome(StreamValue stream, StreamId? behind, StreamGroup? group) =>
        (group is not null && behind is not null) || (stream.Count > 0 && stream.LastValidId > (behind ?? group!.LastId));

    private static void Serve(in CommandCall call, StreamReadWords words, int position, StreamValue stream)
    {
        StreamGroup? group = words.Groups[position];
        StreamId behind = words.Ids[position] ?? group!.LastId;
        StreamId start = behind.Next ?? StreamId.Min;
        if (group is not null && words.Ids[position] is not null)
        {
            History(call, stream, group.Consumers[words.ConsumerName], start, words.Count);
            return;
        }

        IndexRange range = stream.Range(start, StreamId.Max);
        int count = words.Count == 0 ? range.Count : (int)Math.Min(words.Count, range.Count);
        call.Reply.Array(count);
        for (int i = range.Start; i < range.Start + count; i++)
        {
            call.Entry(stream[i]);
            if (group is not null)
            {
                Deliver(call, words, position, stream, group, stream[i].Id);
            }
        }

        if (group is not null && count > 0)
        {
            if (words.NoAcknowledge)
            {
                StreamPropagation.SetId(call, words.Keys[position], group);
            }

            call.Database.Counted(words.Keys[position], stream);
        }
    }

    private static void Deliver(in CommandCall call, StreamReadWords words, int position, StreamValue stream, StreamGroup group, StreamId id)
    {
        stream.Advance(group, id);
        if (!words.NoAcknowledge)
        {
            PendingEntry entry = group.Give(id, group.Consumers[words.ConsumerName]);
            (entry.DeliveredAt, entry.Deliveries) = (call.Clock.Milliseconds, 1);
            StreamPropagation.Claim(call, words.Keys[position], group, entry);
        }
    }

    // Entries that were removed in the meantime are sent without fields.
    private static void History(in CommandCall call, StreamValue stream, StreamConsumer consumer, StreamId start, long count)
    {
        PendingEntry[] entries = [.. consumer.Pending.Values.Where(entry => entry.Id >= start).Take(count is 0 or > int.MaxValue ? int.MaxValue : (int)count)];
        call.Reply.Array(entries.Length);
        foreach (PendingEntry entry in entries)
        {
            int index = stream.IndexOf(entry.Id);
            if (index < stream.Count && stream[index].Id == entry.Id)
            {
                call.Entry(stream[index]);
                entry.DeliveredAt = call.Clock.Milliseconds;
                entry.Deliveries++;
            }
            else
            {
                call.Reply.Array(2);
                call.Reply.Bulk(entry.Id.ToBytes());
                call.Reply.NullArray();
            }
        }
    }
}
