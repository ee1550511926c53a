using System.Collections.ObjectModel;
using System.Text;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>Takes snapshots on the thread that executes commands. This has no side effects: no access is counted and no expired key is removed.</summary>
internal static class SnapshotReader
{
    internal static RedisSnapshot Read(Database database)
    {
        DateTimeOffset now = database.Clock.Time.GetUtcNow();
        return new RedisSnapshot(database.AllKeys().Select(key => Read(key, database.Peek(key)!, database.ExpiryOf(key), now)));
    }

    private static KeySnapshot Read(byte[] key, RedisValue value, long? expiry, DateTimeOffset now)
    {
        return value switch
        {
            StringValue text => new KeySnapshot(key, KeyType.String, [text.ToArray()], now) { ExpiryMilliseconds = expiry },
            ListValue list => new KeySnapshot(key, KeyType.List, [.. Enumerable.Range(0, list.Count).Select(i => list[i])], now) { ExpiryMilliseconds = expiry },
            SetValue set => new KeySnapshot(key, KeyType.Set, Members(set), now) { ExpiryMilliseconds = expiry },
            HashValue hash => new KeySnapshot(key, KeyType.Hash, Fields(hash), now) { ExpiryMilliseconds = expiry },
            SortedSetValue scores => new KeySnapshot(key, KeyType.SortedSet, Scores(scores), now) { ExpiryMilliseconds = expiry },
            StreamValue stream => new KeySnapshot(key, KeyType.Stream, StreamParts(stream), now)
            {
                ExpiryMilliseconds = expiry,
                StreamEntries = [.. Enumerable.Range(0, stream.Count).Select(i => Entry(stream[i]))],
                Groups = Groups(stream),
            },
            _ => throw new NotSupportedException(value.Type),
        };
    }

    private static byte[][] Members(SetValue set) => [.. Enumerable.Range(0, set.Count).Select(set.At).Order(ByteOrder.Instance)];

    private static byte[][] Fields(HashValue hash) =>
        [.. Enumerable.Range(0, hash.Count).Select(hash.At).OrderBy(static pair => pair.Key, ByteOrder.Instance).SelectMany(static pair => (byte[][])[pair.Key, pair.Value])];

    private static byte[][] Scores(SortedSetValue scores) =>
        [.. scores.Order.Slice(new IndexRange(0, scores.Count)).SelectMany(static item => (byte[][])[item.Member, BitConverter.GetBytes(item.Score)])];

    private static StreamEntrySnapshot Entry(StreamEntry entry) =>
        new(
            IdText(entry.Id),
            [.. entry.Fields.Chunk(2).Select(static pair => KeyValuePair.Create(ReadableText.Unique(pair[0]), ReadableText.Of(pair[1])))],
            string.Join(", ", entry.Fields.Chunk(2).Select(static pair => $"{ReadableText.Quoted(pair[0])}: {ReadableText.Quoted(pair[1])}")));

    private static ReadOnlyDictionary<string, StreamGroupSnapshot> Groups(StreamValue stream)
    {
        var groups = new OrderedDictionary<string, StreamGroupSnapshot>(StringComparer.Ordinal);
        foreach (StreamGroup group in stream.Groups.Values)
        {
            string name = ReadableText.Unique(group.Name);
            groups[name] = new StreamGroupSnapshot(name, IdText(group.LastId), [.. group.Pending.Values.Select(Pending)], ReadableText.Word(group.Name));
        }

        return new ReadOnlyDictionary<string, StreamGroupSnapshot>(groups);
    }

    private static StreamPendingSnapshot Pending(PendingEntry entry) =>
        new(IdText(entry.Id), ReadableText.Unique(entry.Consumer.Name), entry.Deliveries, ReadableText.Word(entry.Consumer.Name));

    /// <summary>Returns the entries and groups as pieces, each with the count of its own parts, so that different streams never have the same pieces.</summary>
    private static byte[][] StreamParts(StreamValue stream)
    {
        var parts = new List<byte[]> { stream.LastId.ToBytes(), Integers.ToBytes(stream.Count) };
        for (int i = 0; i < stream.Count; i++)
        {
            parts.AddRange([stream[i].Id.ToBytes(), Integers.ToBytes(stream[i].Fields.Length), .. stream[i].Fields]);
        }

        foreach (StreamGroup group in stream.Groups.Values)
        {
            parts.AddRange([group.Name, group.LastId.ToBytes(), Integers.ToBytes(group.Pending.Count)]);
            foreach (PendingEntry entry in group.Pending.Values)
            {
                parts.AddRange([entry.Id.ToBytes(), entry.Consumer.Name, Integers.ToBytes(entry.Deliveries)]);
            }
        }

        return [.. parts];
    }

    private static string IdText(StreamId id) => Encoding.ASCII.GetString(id.ToBytes());
}
