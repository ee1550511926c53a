namespace ScriptGrid.EmbeddedRedis.Data;

internal sealed class ListValue : RedisValue
{
    private const int QuicklistBytes = 48;
    private const int NodeBytes = 32;
    private const int NodeMaxBytes = 8192;
    private const int ListpackHeader = 7;

    private readonly Deque<byte[]> _items = new();
    private long _content;

    internal override string Type => "list";

    internal override string Encoding => "quicklist";

    internal override bool IsEmpty => _items.Count == 0;

    internal override bool CanBeAwaited => true;

    internal override long MemoryBytes
    {
        get
        {
            long nodes = (_content / NodeMaxBytes) + 1;
            return MemorySize.Object + QuicklistBytes + (nodes * (NodeBytes + MemorySize.Allocated(ListpackHeader + (_content / nodes))));
        }
    }

    internal int Count => _items.Count;

    internal byte[] this[int index]
    {
        get => _items[index];
        set
        {
            _content += MemorySize.ListpackElement(value) - MemorySize.ListpackElement(_items[index]);
            _items[index] = value;
        }
    }

    internal void Push(byte[] item, bool first)
    {
        _content += MemorySize.ListpackElement(item);
        if (first)
        {
            _items.AddFirst(item);
        }
        else
        {
            _items.AddLast(item);
        }
    }

    internal byte[] Pop(bool first) => Gone(first ? _items.RemoveFirst() : _items.RemoveLast());

    internal void Insert(int index, byte[] item)
    {
        _content += MemorySize.ListpackElement(item);
        _items.Insert(index, item);
    }

    /// <summary>Removes up to <paramref name="count"/> elements equal to the item, from the front or from the back; all of them if the count is 0.</summary>
    internal int RemoveEqual(ReadOnlySpan<byte> item, long count, bool fromBack)
    {
        int removed = 0;
        int step = fromBack ? -1 : 1;
        int index = fromBack ? Count - 1 : 0;
        for (; index >= 0 && index < Count && (count == 0 || removed < count); index += step)
        {
            byte[] found = _items[index];
            if (item.SequenceEqual(found))
            {
                Gone(found);
                removed++;
            }
            else
            {
                _items[index - (step * removed)] = found; // Next to those that stay, so that one gap is left.
            }
        }

        _items.RemoveRange(fromBack ? index + 1 : index - removed, removed);
        return removed;
    }

    /// <summary>Returns the index of the first element equal to the item; -1 if there is none.</summary>
    internal int IndexOf(ReadOnlySpan<byte> item)
    {
        int index = 0;
        while (index < Count && !item.SequenceEqual(_items[index]))
        {
            index++;
        }

        return index < Count ? index : -1;
    }

    internal override RedisValue Copy()
    {
        var copy = new ListValue();
        for (int i = 0; i < Count; i++)
        {
            copy.Push(_items[i], first: false);
        }

        return copy;
    }

    private byte[] Gone(byte[] item)
    {
        _content -= MemorySize.ListpackElement(item);
        return item;
    }
}
