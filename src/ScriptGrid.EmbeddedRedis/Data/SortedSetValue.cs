namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A sorted set: the members in order, and a table of their scores.</summary>
internal sealed class SortedSetValue(DataSettings settings) : RedisValue
{
    private const int ListpackHeader = 7;
    private const int SkipListBytes = 48;
    private const int SkipListNodeBytes = 56;
    private const double MaxListpackInteger = 1L << 62;

    private readonly ScanTable<double> _scores = new();
    private readonly SkipList _order = new();
    private bool _isListpack = true;
    private long _listpackContent;
    private long _tableContent;

    internal override string Type => "zset";

    internal override string Encoding => _isListpack ? "listpack" : "skiplist";

    internal bool IsListpack => _isListpack;

    internal override bool IsEmpty => Count == 0;

    internal override bool CanBeAwaited => true;

    internal override long MemoryBytes => _isListpack
        ? MemorySize.Object + MemorySize.Allocated(ListpackHeader + _listpackContent)
        : MemorySize.Object + MemorySize.Dictionary + SkipListBytes + MemorySize.Allocated(_scores.Buckets * 8L) + _tableContent;

    internal int Count => _scores.Count;

    /// <summary>The members by ascending score.</summary>
    internal SkipList Order => _order;

    internal bool TryGetScore(ReadOnlySpan<byte> member, out double score) => _scores.TryGet(member, out score);

    /// <summary>Returns the member at an index, for random choices. The order of indexes has no meaning.</summary>
    internal ScoredMember At(int index) => new(_scores.KeyAt(index), _scores.ValueAt(index));

    /// <summary>Sets a member's score. Returns false if the member already had a score.</summary>
    internal bool Set(byte[] member, double score)
    {
        bool existed = _scores.TryGet(member, out double old);
        if (!existed && (Count + 1 > settings.SortedSetMaxListpackEntries || member.Length > settings.SortedSetMaxListpackValueBytes))
        {
            _isListpack = false;
        }

        // A listpack stores integers in binary, which has no negative zero.
        score = _isListpack && score == 0 ? 0 : score;
        if (existed && BitConverter.DoubleToInt64Bits(old) == BitConverter.DoubleToInt64Bits(score))
        {
            return false;
        }

        if (existed)
        {
            member = _scores.KeyAt(_scores.IndexOf(member));
            Forget(new ScoredMember(member, old));
        }

        _scores.Set(member, score);
        _order.Add(new ScoredMember(member, score));
        _listpackContent += ListpackSize(member, score);
        _tableContent += TableSize(member);
        return !existed;
    }

    internal bool Remove(ReadOnlySpan<byte> member)
    {
        int index = _scores.IndexOf(member);
        if (index < 0)
        {
            return false;
        }

        ScoredMember gone = At(index);
        _scores.RemoveAt(index);
        Forget(gone);
        return true;
    }

    /// <summary>Adds the next members of a cursor to a list and returns the next cursor. A small set is returned whole and in order.</summary>
    internal ulong Scan(ulong cursor, List<ScoredMember> found)
    {
        if (_isListpack)
        {
            found.AddRange(_order.Slice(new IndexRange(0, Count)));
            return 0;
        }

        var indexes = new List<int>();
        cursor = _scores.Scan(cursor, indexes);
        found.AddRange(indexes.Select(At));
        return cursor;
    }

    /// <summary>Formats a score for ZSCAN. Integers in a listpack have no exponent.</summary>
    internal byte[] ScoreText(double score) =>
        _isListpack && Math.Abs(score) <= MaxListpackInteger && score == Math.Truncate(score) ? Integers.ToBytes((long)score) : Doubles.ToBytes(score);

    /// <summary>Creates a set for the result of an operation. It has the large encoding until <see cref="Shrink"/> is called.</summary>
    internal static SortedSetValue ForResult(DataSettings settings) => new(settings) { _isListpack = false };

    /// <summary>Changes to the large encoding for good.</summary>
    internal void Expand() => _isListpack = false;

    /// <summary>Returns to the small encoding if the members fit, as stored results do.</summary>
    /// <param name="mayBeLong">Whether members fit regardless of their length if there are few of them.</param>
    internal void Shrink(bool mayBeLong = false)
    {
        bool fits = Count <= settings.SortedSetMaxListpackEntries;
        for (int i = 0; i < Count && fits && !mayBeLong; i++)
        {
            fits = _scores.KeyAt(i).Length <= settings.SortedSetMaxListpackValueBytes;
        }

        _isListpack = fits;
        for (int i = 0; i < Count && fits; i++)
        {
            Set(_scores.KeyAt(i), _scores.ValueAt(i));
        }
    }

    internal override RedisValue Copy()
    {
        var copy = new SortedSetValue(settings) { _isListpack = _isListpack };
        foreach (ScoredMember item in _order.Slice(new IndexRange(0, Count)))
        {
            copy.Set(item.Member, item.Score);
        }

        return copy;
    }

    private void Forget(ScoredMember item)
    {
        _order.Remove(item);
        _listpackContent -= ListpackSize(item.Member, item.Score);
        _tableContent -= TableSize(item.Member);
    }

    private static int ListpackSize(byte[] member, double score) => MemorySize.ListpackElement(member) + MemorySize.ListpackElement(Doubles.ToBytes(score));

    private static long TableSize(byte[] member) =>
        MemorySize.String(member.Length) + MemorySize.DictionaryEntry + SkipListNodeBytes;
}
