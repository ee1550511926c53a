using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Writes streams in payloads: the nodes with their entries, then the stream's counters, then its groups.</summary>
internal static class RdbStreamWriter
{
    internal static void Write(RdbWriter writer, StreamValue stream)
    {
        writer.Length((ulong)stream.Nodes);
        for (int i = 0; i < stream.Count;)
        {
            int end = i + stream[i].Node.Entries;
            writer.String(RdbFormat.Bytes(stream[i].Node.Shape.Id));
            writer.String(Listpack(stream, i, end));
            i = end;
        }

        writer.Length((ulong)stream.Count);
        writer.IdAsLengths(stream.LastId);
        writer.IdAsLengths(stream.FirstId);
        writer.IdAsLengths(stream.MaxDeletedId);
        writer.Length((ulong)stream.EntriesAdded);
        writer.Length((ulong)stream.Groups.Count);
        foreach (StreamGroup group in stream.Groups.Values)
        {
            WriteGroup(writer, group);
        }
    }

    /// <summary>
    /// Returns a node as a listpack: a head with the number of entries, the number of removed ones, the fields that most entries have and a zero; and then the
    /// entries.
    /// </summary>
    private static byte[] Listpack(StreamValue stream, int start, int end)
    {
        StreamEntryShape shape = stream[start].Node.Shape;
        var listpack = new ListpackWriter();
        listpack.Add(end - start);
        listpack.Add(0);
        listpack.Add(shape.Fields.Length / 2);
        for (int i = 0; i < shape.Fields.Length; i += 2)
        {
            listpack.Add(shape.Fields[i]);
        }

        listpack.Add(0);
        for (int i = start; i < end; i++)
        {
            WriteEntry(listpack, shape, stream[i]);
        }

        return listpack.ToArray();
    }

    /// <summary>
    /// Writes an entry: flags, the difference of its id from the node's, its fields and values (or only the values), and the number of these elements.
    /// </summary>
    private static void WriteEntry(ListpackWriter listpack, StreamEntryShape shape, StreamEntry entry)
    {
        bool isSame = StreamEncoding.HasFieldsOf(shape, entry.Fields);
        int pairs = entry.Fields.Length / 2;
        listpack.Add(isSame ? StreamForm.SameFields : 0);
        listpack.Add((long)(entry.Id.Milliseconds - shape.Id.Milliseconds));
        listpack.Add((long)(entry.Id.Sequence - shape.Id.Sequence));
        if (!isSame)
        {
            listpack.Add(pairs);
        }

        for (int i = isSame ? 1 : 0; i < entry.Fields.Length; i += isSame ? 2 : 1)
        {
            listpack.Add(entry.Fields[i]);
        }

        listpack.Add(StreamForm.Elements(isSame, pairs));
    }

    private static void WriteGroup(RdbWriter writer, StreamGroup group)
    {
        writer.String(group.Name);
        writer.IdAsLengths(group.LastId);
        writer.Length((ulong)(group.EntriesRead ?? StreamForm.Unknown));
        writer.Length((ulong)group.Pending.Count);
        foreach (PendingEntry entry in group.Pending.Values)
        {
            writer.Id(entry.Id);
            writer.Number(entry.DeliveredAt);
            writer.Length((ulong)entry.Deliveries);
        }

        writer.Length((ulong)group.Consumers.Count);
        foreach (StreamConsumer consumer in group.Consumers.Values)
        {
            writer.String(consumer.Name);
            writer.Number(consumer.SeenAt);
            writer.Length((ulong)consumer.Pending.Count);
            foreach (StreamId id in consumer.Pending.Keys)
            {
                writer.Id(id);
            }
        }
    }
}
