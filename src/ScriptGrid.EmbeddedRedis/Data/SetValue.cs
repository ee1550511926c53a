using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A set: a sorted list while it has only integers and few of them, otherwise a table.</summary>
internal sealed class SetValue(DataSettings settings) : RedisValue
{
    private const int IntsetHeader = 8;

    private List<long>? _integers = [];
    private ScanTable<byte>? _table;
    private long _content;
    private int _integerBytes = sizeof(short);

    internal override string Type => "set";

    internal override string Encoding => _integers is null ? "hashtable" : "intset";

    internal override bool IsEmpty => Count == 0;

    internal override long MemoryBytes => _integers is null
        ? MemorySize.Object + MemorySize.Dictionary + MemorySize.Allocated(_table!.Buckets * 8L) + _content
        : MemorySize.Object + MemorySize.Allocated(IntsetHeader + (_integers.Count * _integerBytes));

    internal int Count => _integers?.Count ?? _table!.Count;

    /// <summary>The members in ascending order; null if the set is a table.</summary>
    internal IReadOnlyList<long>? Integers => _integers;

    /// <summary>The width of each integer in bytes: as many as the largest one needed that was ever a member.</summary>
    internal int IntegerBytes => _integerBytes;

    /// <summary>Creates a set from integers in ascending order.</summary>
    internal static SetValue Of(List<long> integers, int integerBytes, DataSettings settings)
    {
        var set = new SetValue(settings) { _integers = integers, _integerBytes = integerBytes };
        if (integers.Count > settings.SetMaxIntsetEntries)
        {
            set.UseTable();
        }

        return set;
    }

    /// <summary>Returns the member at an index, in the order of SMEMBERS.</summary>
    internal byte[] At(int index) => _integers is null ? _table!.KeyAt(index) : Data.Integers.ToBytes(_integers[index]);

    internal bool Contains(ReadOnlySpan<byte> member) => _integers is null
        ? _table!.Contains(member)
        : Data.Integers.TryParse(member, out long integer) && _integers.BinarySearch(integer) >= 0;

    /// <summary>Adds a member. Returns false if it was already there.</summary>
    internal bool Add(byte[] member)
    {
        if (!Data.Integers.TryParse(member, out long integer) && _integers is not null)
        {
            UseTable();
        }

        if (_integers is null)
        {
            bool added = _table!.Set(member, 0);
            _content += added ? TableSize(member) : 0;
            return added;
        }

        int index = _integers.BinarySearch(integer);
        if (index < 0)
        {
            _integers.Insert(~index, integer);
            _integerBytes = Math.Max(_integerBytes, Width(integer));
        }

        if (_integers.Count > settings.SetMaxIntsetEntries)
        {
            UseTable();
        }

        return index < 0;
    }

    internal bool Remove(ReadOnlySpan<byte> member)
    {
        if (_integers is null)
        {
            bool removed = _table!.Remove(member, out _);
            _content -= removed ? TableSize(member) : 0;
            return removed;
        }

        int index = Data.Integers.TryParse(member, out long integer) ? _integers.BinarySearch(integer) : -1;
        if (index >= 0)
        {
            _integers.RemoveAt(index);
        }

        return index >= 0;
    }

    /// <summary>Adds the next indexes of a cursor to a list and returns the next cursor. A list of integers is returned whole.</summary>
    internal ulong Scan(ulong cursor, List<int> found)
    {
        if (_integers is null)
        {
            return _table!.Scan(cursor, found);
        }

        found.AddRange(Enumerable.Range(0, Count));
        return 0;
    }

    internal override RedisValue Copy()
    {
        var copy = new SetValue(settings) { _integerBytes = _integerBytes };
        if (_integers is null)
        {
            copy.UseTable();
        }

        for (int i = 0; i < Count; i++)
        {
            copy.Add(At(i));
        }

        return copy;
    }

    private void UseTable()
    {
        _table = new();
        foreach (long integer in CollectionsMarshal.AsSpan(_integers))
        {
            byte[] member = Data.Integers.ToBytes(integer);
            _table.Set(member, 0);
            _content += TableSize(member);
        }

        _integers = null;
    }

    private static long TableSize(ReadOnlySpan<byte> member) => MemorySize.String(member.Length) + MemorySize.DictionaryEntry;

    private static int Width(long integer) => integer switch
    {
        >= short.MinValue and <= short.MaxValue => sizeof(short),
        >= int.MinValue and <= int.MaxValue => sizeof(int),
        _ => sizeof(long),
    };
}
