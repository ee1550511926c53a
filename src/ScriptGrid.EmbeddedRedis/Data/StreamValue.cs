namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A stream: entries in order of their ids, and the groups that read it.</summary>
internal sealed partial class StreamValue(DataSettings settings) : RedisValue
{
    private const int StreamBytes = 136;
    private const int NodeBytes = 96;

    /// <summary>The limit of a node's bytes that always holds.</summary>
    private const int LargestNode = 1 << 30;

    private readonly Deque<StreamEntry> _entries = new();
    private int _nodes;
    private long _content;

    internal override string Type => "stream";

    internal override string Encoding => "stream";

    internal override bool CanBeAwaited => true;

    internal override long MemoryBytes => MemorySize.Object + StreamBytes + _content + (_nodes * (long)NodeBytes);

    internal int Count => _entries.Count;

    internal StreamEntry this[int index] => _entries[index];

    /// <summary>The number of nodes in which Redis would keep the entries.</summary>
    internal int Nodes => _nodes;

    internal StreamId LastId { get; set; }

    internal StreamId MaxDeletedId { get; set; }

    internal long EntriesAdded { get; set; }

    /// <summary>The id of the first entry; zero if there is none.</summary>
    internal StreamId FirstId => Count == 0 ? StreamId.Min : _entries[0].Id;

    /// <summary>The id of the last entry that still exists; zero if there is none.</summary>
    internal StreamId LastValidId => Count == 0 ? StreamId.Min : _entries[Count - 1].Id;

    /// <summary>The groups in the order of their names.</summary>
    internal SortedDictionary<byte[], StreamGroup> Groups { get; } = new(ByteOrder.Instance);

    /// <summary>Appends an entry after all others.</summary>
    internal void Append(StreamId id, byte[][] fields)
    {
        StreamNode? node = Count == 0 ? null : _entries[Count - 1].Node;
        if (node is null || IsFull(node, StreamEncoding.ContentBytes(fields)))
        {
            node = BeginNode(new StreamEntryShape(id, fields));
        }

        Append(node, id, fields);
    }

    /// <summary>Begins a node. The caller must append at least one entry to it.</summary>
    internal StreamNode BeginNode(StreamEntryShape shape)
    {
        var node = new StreamNode(shape) { Bytes = StreamEncoding.HeaderBytes(shape.Fields) };
        _content += node.Bytes;
        _nodes++;
        return node;
    }

    /// <summary>Appends an entry to the last node.</summary>
    internal void Append(StreamNode node, StreamId id, byte[][] fields)
    {
        long size = StreamEncoding.EntryBytes(node.Shape, id, fields);
        node.Entries++;
        node.EntriesAdded++;
        node.Bytes += size;
        node.LastId = id;
        _content += size;
        _entries.AddLast(new StreamEntry(id, fields, node));
        LastId = id;
        EntriesAdded++;
    }

    /// <summary>Returns the index of the first entry at or after an id.</summary>
    internal int IndexOf(StreamId id)
    {
        (int low, int high) = (0, Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _entries[middle].Id < id ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    internal bool Contains(StreamId id)
    {
        int index = IndexOf(id);
        return index < Count && _entries[index].Id == id;
    }

    /// <summary>Returns the indexes of the entries between two ids, both included.</summary>
    internal IndexRange Range(StreamId first, StreamId last)
    {
        int start = IndexOf(first);
        int end = last.Next is { } next ? IndexOf(next) : Count;
        return start >= end ? default : new IndexRange(start, end - start);
    }

    /// <summary>Removes an entry. Returns false if it does not exist.</summary>
    internal bool Remove(StreamId id)
    {
        int index = IndexOf(id);
        if (index == Count || _entries[index].Id != id)
        {
            return false;
        }

        Gone(_entries.RemoveAt(index));
        MaxDeletedId = id > MaxDeletedId ? id : MaxDeletedId;
        return true;
    }

    /// <summary>Removes entries from the front until the trim is done. Returns how many it removed.</summary>
    internal long Trim(in StreamTrim trim)
    {
        long removed = 0;
        while (Count > 0)
        {
            StreamNode node = _entries[0].Node;
            bool wholeNode = trim.MinId is { } minId ? node.LastId < minId : Count - node.Entries >= trim.MaxLength;
            if ((trim.Limit > 0 && removed + node.Entries > trim.Limit) || (trim.IsApproximate && !wholeNode) || !trim.Concerns(this))
            {
                break;
            }

            for (int left = node.Entries; left > 0 && (wholeNode || trim.Concerns(this)); left--)
            {
                Gone(_entries.RemoveFirst());
                removed++;
            }
        }

        return removed;
    }

    internal override RedisValue Copy()
    {
        var copy = new StreamValue(settings);
        (StreamNode? original, StreamNode? node) = (null, null);
        for (int i = 0; i < Count; i++)
        {
            StreamEntry entry = _entries[i];
            (original, node) = entry.Node == original ? (original, node) : (entry.Node, entry.Node.Copy());
            copy._entries.AddLast(entry with { Node = node! });
        }

        (copy._nodes, copy._content) = (_nodes, _content);
        (copy.LastId, copy.MaxDeletedId, copy.EntriesAdded) = (LastId, MaxDeletedId, EntriesAdded);
        foreach (StreamGroup group in Groups.Values)
        {
            copy.Groups.Add(group.Name, group.Copy());
        }

        return copy;
    }

    /// <summary>Whether an entry with so many bytes needs a new node. A setting of 0 means no limit.</summary>
    private bool IsFull(StreamNode node, long bytes)
    {
        int maxBytes = settings.StreamNodeMaxBytes is 0 or > LargestNode ? LargestNode : settings.StreamNodeMaxBytes;
        return node.Bytes + bytes >= maxBytes || (settings.StreamNodeMaxEntries > 0 && node.EntriesAdded >= settings.StreamNodeMaxEntries);
    }

    private void Gone(StreamEntry entry)
    {
        entry.Node.Entries--;
        if (entry.Node.Entries == 0)
        {
            _content -= entry.Node.Bytes;
            _nodes--;
        }
    }
}
