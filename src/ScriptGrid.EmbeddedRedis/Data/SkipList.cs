namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// Scored members in order. Each link knows how many elements it skips, so both finding an element by rank and finding its rank take logarithmic time.
/// </summary>
internal sealed class SkipList
{
    private const int MaxLevels = 32;

    private readonly Node _head = new(default, MaxLevels);
    private int _levels = 1;
    private ulong _dice = 0x2545F4914F6CDD1D;

    internal int Count { get; private set; }

    /// <summary>Adds an element, which must not be there yet.</summary>
    internal void Add(ScoredMember item)
    {
        int levels = RollLevels();
        _levels = Math.Max(_levels, levels);
        Span<int> passed = stackalloc int[_levels];
        var before = new Node[_levels];
        Node node = _head;
        for (int level = _levels - 1; level >= 0; level--)
        {
            passed[level] = level == _levels - 1 ? 0 : passed[level + 1];
            node = Walk(node, level, item, ref passed[level]);
            before[level] = node;
        }

        var added = new Node(item, levels);
        for (int level = 0; level < _levels; level++)
        {
            ref Link link = ref before[level].Links[level];
            if (level < levels)
            {
                int offset = passed[0] - passed[level];
                added.Links[level] = new Link(link.Next, link.Span - offset);
                link = new Link(added, offset + 1);
            }
            else
            {
                link.Span++;
            }
        }

        Count++;
    }

    /// <summary>Removes an element, which must be there.</summary>
    internal void Remove(ScoredMember item)
    {
        Node node = _head;
        int passed = 0;
        for (int level = _levels - 1; level >= 0; level--)
        {
            node = Walk(node, level, item, ref passed);
            ref Link link = ref node.Links[level];
            if (link.Next is { } next && next.Item.CompareTo(item) == 0)
            {
                link = new Link(next.Links[level].Next, link.Span + next.Links[level].Span - 1);
            }
            else
            {
                link.Span--;
            }
        }

        Count--;
    }

    /// <summary>Returns the number of elements before this one, which is its rank if it is there.</summary>
    internal int CountBefore(ScoredMember item)
    {
        int passed = 0;
        Node node = _head;
        for (int level = _levels - 1; level >= 0; level--)
        {
            node = Walk(node, level, item, ref passed);
        }

        return passed;
    }

    /// <summary>Returns the number of elements before a bound.</summary>
    internal int CountBefore<TBound>(TBound bound)
        where TBound : IRangeBound
    {
        int passed = 0;
        Node node = _head;
        for (int level = _levels - 1; level >= 0; level--)
        {
            while (node.Links[level] is { Next: { } next } link && bound.LiesBehind(next.Item))
            {
                passed += link.Span;
                node = next;
            }
        }

        return passed;
    }

    /// <summary>Returns the elements of a range of ranks, in order.</summary>
    internal ScoredMember[] Slice(IndexRange range)
    {
        var items = new ScoredMember[range.Count];
        Node? node = range.Count == 0 ? null : At(range.Start);
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = node!.Item;
            node = node.Links[0].Next;
        }

        return items;
    }

    private Node At(int rank)
    {
        int left = rank + 1;
        Node node = _head;
        for (int level = _levels - 1; level >= 0; level--)
        {
            while (node.Links[level] is { Next: { } next } link && link.Span <= left)
            {
                left -= link.Span;
                node = next;
            }
        }

        return node;
    }

    private static Node Walk(Node node, int level, ScoredMember item, ref int passed)
    {
        while (node.Links[level] is { Next: { } next } link && next.Item < item)
        {
            passed += link.Span;
            node = next;
        }

        return node;
    }

    // Each level has about a quarter of the elements of the level below.
    private int RollLevels()
    {
        _dice ^= _dice << 13;
        _dice ^= _dice >> 7;
        _dice ^= _dice << 17;
        int levels = 1;
        for (ulong dice = _dice; levels < MaxLevels && (dice & 3) == 0; dice >>= 2)
        {
            levels++;
        }

        return levels;
    }

    private sealed class Node(ScoredMember item, int levels)
    {
        internal readonly ScoredMember Item = item;
        internal readonly Link[] Links = new Link[levels];
    }

    private struct Link(Node? next, int span)
    {
        internal Node? Next = next;
        internal int Span = span;
    }
}
