using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads streams in the form of <see cref="RdbStreamWriter"/>. Skips removed entries that are still in the data.</summary>
internal sealed class RdbStreamReader(DataSettings settings)
{
    private readonly StreamValue _stream = new(settings);

    internal StreamValue Read(ref RdbReader reader, RdbType type)
    {
        for (int left = reader.Count(); left > 0 && !reader.IsBroken; left--)
        {
            byte[] master = reader.String();
            byte[] listpack = reader.String();
            if (master.Length != RdbFormat.IdBytes || !Listpack.TryRead(listpack, out List<byte[]> elements) || !TryAddNode(RdbFormat.Id(master), elements))
            {
                reader.Break();
            }
        }

        ReadCounts(ref reader, type);
        int groups = reader.Count();
        for (; groups > 0 && !reader.IsBroken; groups--)
        {
            ReadGroup(ref reader, type);
        }

        return _stream;
    }

    private void ReadCounts(ref RdbReader reader, RdbType type)
    {
        if (reader.Length() != (ulong)_stream.Count)
        {
            reader.Break();
        }

        StreamId last = reader.IdAsLengths();
        if (last < _stream.LastValidId)
        {
            reader.Break();
        }

        _stream.LastId = last;
        _stream.EntriesAdded = _stream.Count;
        if (type == RdbType.Stream)
        {
            if (reader.IdAsLengths() != _stream.FirstId)
            {
                reader.Break();
            }

            _stream.MaxDeletedId = reader.IdAsLengths();
            _stream.EntriesAdded = (long)reader.Length();
        }
    }

    private bool TryAddNode(StreamId master, List<byte[]> elements)
    {
        var node = new StreamNodeReader(master, elements);
        if (!node.TryReadHead())
        {
            return false;
        }

        StreamNode? target = null;
        while (!node.IsAtEnd)
        {
            if (!node.TryReadEntry(out StreamId id, out byte[][] fields, out bool isRemoved))
            {
                return false;
            }

            if (isRemoved)
            {
                continue;
            }

            if (id <= _stream.LastId)
            {
                return false;
            }

            target ??= _stream.BeginNode(node.Shape);
            _stream.Append(target, id, fields);
        }

        return node.HasAllItSays;
    }

    private void ReadGroup(ref RdbReader reader, RdbType type)
    {
        var group = new StreamGroup(reader.String()) { LastId = reader.IdAsLengths() };
        if (type == RdbType.Stream)
        {
            long read = (long)reader.Length();
            group.EntriesRead = read == StreamForm.Unknown ? null : read;
        }
        else
        {
            group.EntriesRead = _stream.EntriesUpTo(group.LastId);
        }

        if (!_stream.Groups.TryAdd(group.Name, group))
        {
            reader.Break();
            return;
        }

        ReadConsumers(ref reader, group);
    }

    /// <summary>
    /// Reads the pending entries, which come twice: once for the group, with delivery times and counts, and once for each consumer, as ids only.
    /// </summary>
    private static void ReadConsumers(ref RdbReader reader, StreamGroup group)
    {
        var delivered = new Dictionary<StreamId, (long At, long Times)>();
        for (int left = reader.Count(); left > 0 && !reader.IsBroken; left--)
        {
            if (!delivered.TryAdd(reader.Id(), (reader.Number(), (long)reader.Length())))
            {
                reader.Break();
            }
        }

        for (int left = reader.Count(); left > 0 && !reader.IsBroken; left--)
        {
            byte[] name = reader.String();
            if (group.Consumers.ContainsKey(name))
            {
                reader.Break();
            }

            StreamConsumer consumer = group.Consumer(name, reader.Number());
            for (int pending = reader.Count(); pending > 0 && !reader.IsBroken; pending--)
            {
                StreamId id = reader.Id();
                if (delivered.Remove(id, out (long At, long Times) delivery))
                {
                    PendingEntry entry = group.Give(id, consumer);
                    (entry.DeliveredAt, entry.Deliveries) = delivery;
                }
                else
                {
                    reader.Break();
                }
            }
        }

        if (delivered.Count > 0)
        {
            reader.Break();
        }
    }
}
