namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A hash: a list in order of insertion while it is small, and a table once it is large.</summary>
internal sealed class HashValue : RedisValue
{
    private const int ListpackHeader = 7;

    private readonly DataSettings _settings;
    private List<KeyValuePair<byte[], byte[]>>? _listpack = [];
    private ScanTable<byte[]>? _table;
    private long _content;

    internal HashValue(DataSettings settings) => _settings = settings;

    internal override string Type => "hash";

    internal override string Encoding => IsListpack ? "listpack" : "hashtable";

    internal bool IsListpack => _listpack is not null;

    internal override bool IsEmpty => Count == 0;

    internal override long MemoryBytes => _listpack is null
        ? MemorySize.Object + MemorySize.Dictionary + MemorySize.Allocated(_table!.Buckets * 8L) + _content
        : MemorySize.Object + MemorySize.Allocated(ListpackHeader + _content);

    internal int Count => _listpack?.Count ?? _table!.Count;

    /// <summary>Creates a hash from fields that are all different.</summary>
    /// <param name="pairs">The fields and their values, in order.</param>
    /// <param name="mayBeLong">Whether long fields and values may stay in the small form, because they were loaded in that form.</param>
    /// <param name="settings">The limits of the small form.</param>
    internal static HashValue Of(List<KeyValuePair<byte[], byte[]>> pairs, bool mayBeLong, DataSettings settings)
    {
        var hash = new HashValue(settings) { _listpack = pairs, _content = pairs.Sum(static pair => (long)ListpackSize(pair.Key, pair.Value)) };
        if (pairs.Count > settings.HashMaxListpackEntries
            || (!mayBeLong && pairs.Exists(pair => Math.Max(pair.Key.Length, pair.Value.Length) > settings.HashMaxListpackValueBytes)))
        {
            hash.UseTable();
        }

        return hash;
    }

    /// <summary>Returns the field and value at an index, in the order of HGETALL.</summary>
    internal KeyValuePair<byte[], byte[]> At(int index) => _listpack?[index] ?? new(_table!.KeyAt(index), _table!.ValueAt(index));

    internal byte[]? Get(ReadOnlySpan<byte> field)
    {
        if (_listpack is null)
        {
            return _table!.TryGet(field, out byte[] value) ? value : null;
        }

        int index = IndexOf(field);
        return index < 0 ? null : _listpack[index].Value;
    }

    /// <summary>Sets a field. Returns false if it already had a value.</summary>
    internal bool Set(byte[] field, byte[] value)
    {
        if (Math.Max(field.Length, value.Length) > _settings.HashMaxListpackValueBytes)
        {
            UseTable();
        }

        if (_listpack is null)
        {
            _content -= _table!.TryGet(field, out byte[] old) ? TableSize(field, old) : 0;
            _content += TableSize(field, value);
            return _table!.Set(field, value);
        }

        int index = IndexOf(field);
        if (index >= 0)
        {
            _content += MemorySize.ListpackElement(value) - MemorySize.ListpackElement(_listpack[index].Value);
            _listpack[index] = new(_listpack[index].Key, value);
            return false;
        }

        _listpack.Add(new(field, value));
        _content += ListpackSize(field, value);
        if (_listpack.Count > _settings.HashMaxListpackEntries)
        {
            UseTable();
        }

        return true;
    }

    internal bool Remove(ReadOnlySpan<byte> field)
    {
        if (_listpack is null)
        {
            bool removed = _table!.Remove(field, out byte[] value);
            _content -= removed ? TableSize(field, value) : 0;
            return removed;
        }

        int index = IndexOf(field);
        if (index < 0)
        {
            return false;
        }

        _content -= ListpackSize(field, _listpack[index].Value);
        _listpack.RemoveAt(index);
        return true;
    }

    /// <summary>Adds the next indexes of a cursor to a list and returns the next cursor. A small hash is returned whole.</summary>
    internal ulong Scan(ulong cursor, List<int> found)
    {
        if (_listpack is null)
        {
            return _table!.Scan(cursor, found);
        }

        found.AddRange(Enumerable.Range(0, Count));
        return 0;
    }

    /// <summary>Changes to the large form at once if a word is too long, as HSET does before it sets the first field.</summary>
    internal void Expect(ReadOnlySpan<byte[]> words)
    {
        foreach (byte[] word in words)
        {
            if (word.Length > _settings.HashMaxListpackValueBytes)
            {
                UseTable();
                return;
            }
        }
    }

    /// <summary>Changes to the large form for good.</summary>
    internal void UseTable()
    {
        if (_listpack is null)
        {
            return;
        }

        _table = new();
        _content = 0;
        foreach ((byte[] field, byte[] value) in _listpack)
        {
            _table!.Set(field, value);
            _content += TableSize(field, value);
        }

        _listpack = null;
    }

    internal override RedisValue Copy()
    {
        var copy = new HashValue(_settings);
        if (_listpack is null)
        {
            copy.UseTable();
        }

        for (int i = 0; i < Count; i++)
        {
            copy.Set(At(i).Key, At(i).Value);
        }

        return copy;
    }

    private int IndexOf(ReadOnlySpan<byte> field)
    {
        for (int i = 0; i < _listpack!.Count; i++)
        {
            if (field.SequenceEqual(_listpack[i].Key))
            {
                return i;
            }
        }

        return -1;
    }

    private static int ListpackSize(ReadOnlySpan<byte> field, byte[] value) => MemorySize.ListpackElement(field) + MemorySize.ListpackElement(value);

    private static long TableSize(ReadOnlySpan<byte> field, byte[] value) =>
        MemorySize.String(field.Length) + MemorySize.String(value.Length) + MemorySize.DictionaryEntry;
}
