namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>One numbered database: keys, their values, and when they expire.</summary>
internal sealed partial class Database(int index, ServerClock clock, DataSettings settings, KeyEvents events, KeyUsage use, Propagation propagation)
{
    private ScanTable<RedisValue> _values = new();
    private ScanTable<long> _expiries = new();

    /// <summary>Raised when a key was set, changed, removed or has expired, for clients that watch it.</summary>
    internal event Action<Database, byte[], KeyChange>? KeyChanged;

    /// <summary>
    /// Raised before all keys are removed, or exchanged with those of the other database if there is one, for clients that watch some of them.
    /// </summary>
    internal event Action<Database, Database?>? Replacing;

    /// <summary>
    /// Raised when clients that are blocked on a key should look at it again: a list, sorted set or stream appeared under it, or a stream grew or was removed.
    /// </summary>
    internal event Action<Database, byte[]>? KeyReady;

    /// <summary>The number of the database.</summary>
    internal int Index => index;

    internal ServerClock Clock { get; } = clock;

    internal DataSettings Settings { get; } = settings;

    internal KeyspaceStatistics Statistics { get; } = new();

    /// <summary>The number of keys, including expired ones that are not removed yet.</summary>
    internal int Keys => _values.Count;

    /// <summary>An estimate of the memory that Redis would need for all keys and values.</summary>
    internal long MemoryBytes { get; private set; }

    /// <summary>Returns the value of a key for a command that reads it. Counts as a hit or a miss.</summary>
    internal RedisValue? Read(byte[] key, bool touch = true)
    {
        RedisValue? value = Find(key, touch);
        Statistics.Count(hit: value is not null);
        if (value is null)
        {
            Notify(KeyEventKinds.Miss, "keymiss", key);
        }

        return value;
    }

    /// <summary>Returns the value of a key for a command that changes it, or that reads it without counting a hit or a miss.</summary>
    internal RedisValue? Find(byte[] key, bool touch = true)
    {
        if (!_values.TryGet(key, out RedisValue value) || RemoveIfExpired(key))
        {
            return null;
        }

        if (touch)
        {
            use.Touch(value);
        }

        return value;
    }

    /// <summary>Returns the value of a key, expired or not, without any side effect.</summary>
    internal RedisValue? Peek(byte[] key) => _values.TryGet(key, out RedisValue? value) ? value : null;

    /// <summary>Stores a value and replaces an existing one. Removes the key's expiry unless it is to be kept.</summary>
    internal void Set(byte[] key, RedisValue value, bool keepExpiry = false)
    {
        Put(key, value, keepExpiry);
        Changed(key, value);
    }

    /// <summary>
    /// Stores a value under a new key that a command is about to write to. Clients that watch the key are notified by that write, if it happens.
    /// </summary>
    internal void SetUntold(byte[] key, RedisValue value)
    {
        Put(key, value, keepExpiry: false);
        Counted(key, value);
        Statistics.Changes--;
    }

    private void Put(byte[] key, RedisValue value, bool keepExpiry)
    {
        RemoveIfExpired(key);
        _values.TryGet(key, out RedisValue? old);
        MemoryBytes -= old?.CountedBytes ?? 0;
        _values.Set(key, value);
        use.Begin(value, old);
        value.CountedBytes = 0;
        if (!keepExpiry)
        {
            _expiries.Remove(key, out _);
        }

        if (value.CanBeAwaited || old is StreamValue)
        {
            KeyReady?.Invoke(this, key);
        }

        if (old is null)
        {
            Notify(KeyEventKinds.New, "new", key);
        }
    }

    /// <summary>Notes that a value was changed in place. If it is now empty, the key is removed.</summary>
    internal void Changed(byte[] key, RedisValue value)
    {
        if (value.IsEmpty)
        {
            Remove(key);
            return;
        }

        Counted(key, value);
        KeyChanged?.Invoke(this, key, KeyChange.ByCommand);
    }

    /// <summary>
    /// Notes that something that belongs to a value was changed in place, such as a stream's groups. It counts as a change, but clients that watch the key are
    /// not notified, as in Redis 7.0.
    /// </summary>
    internal void Counted(byte[] key, RedisValue value)
    {
        long size = value.MemoryBytes + MemorySize.String(key.Length) + MemorySize.DictionaryEntry;
        MemoryBytes += size - value.CountedBytes;
        value.CountedBytes = size;
        Statistics.Changes++;
    }

    /// <summary>Stores a value if it is new; otherwise notes that it was changed in place.</summary>
    internal void Store(byte[] key, RedisValue value, bool isNew)
    {
        if (isNew)
        {
            Set(key, value);
        }
        else
        {
            Changed(key, value);
        }
    }

    /// <summary>Removes a key so that another value can take its place and counts as new. Notifies nobody.</summary>
    internal void Replace(byte[] key) => Take(key);

    /// <summary>Makes the clients that are blocked on a key look at it again.</summary>
    internal void Ready(byte[] key) => KeyReady?.Invoke(this, key);

    internal bool Remove(byte[] key)
    {
        bool removed = Take(key);
        if (removed)
        {
            Statistics.Changes++;
            KeyChanged?.Invoke(this, key, KeyChange.ByCommand);
        }

        return removed;
    }

    /// <summary>Removes a key to free memory.</summary>
    internal void Evict(byte[] key)
    {
        Take(key);
        propagation.AddEvicted(index, key);
        Statistics.Evicted++;
        KeyChanged?.Invoke(this, key, KeyChange.Unasked);
        Notify(KeyEventKinds.Evicted, "evicted", key);
    }

    /// <summary>Returns a random key, expired or not; null if there is none.</summary>
    internal byte[]? Sample(Random random, bool onlyVolatile) =>
        onlyVolatile ? (_expiries.Count == 0 ? null : _expiries.KeyAt(random.Next(_expiries.Count)))
        : Keys == 0 ? null
        : _values.KeyAt(random.Next(Keys));

    /// <summary>Returns a random key; null if there is none.</summary>
    internal byte[]? RandomKey(Random random)
    {
        const int MaxExpired = 100;
        for (int expired = 0; Keys > 0; expired++)
        {
            byte[] key = _values.KeyAt(random.Next(Keys));
            if (!RemoveIfExpired(key) || (expired == MaxExpired && Settings.KeepsExpired()))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Returns all keys, expired or not.</summary>
    internal IEnumerable<byte[]> StoredKeys() => Enumerable.Range(0, Keys).Select(index => _values.KeyAt(index));

    /// <summary>Returns all keys that have not expired.</summary>
    internal List<byte[]> AllKeys()
    {
        var keys = new List<byte[]>(Keys);
        for (int i = 0; i < Keys; i++)
        {
            if (!IsExpired(_values.KeyAt(i)))
            {
                keys.Add(_values.KeyAt(i));
            }
        }

        return keys;
    }

    /// <summary>Adds the next keys of a cursor to a list, including expired ones, and returns the next cursor.</summary>
    internal ulong Scan(ulong cursor, List<byte[]> keys)
    {
        var found = new List<int>();
        cursor = _values.Scan(cursor, found);
        keys.AddRange(found.Select(index => _values.KeyAt(index)));
        return cursor;
    }

    /// <summary>Removes all keys.</summary>
    internal void Clear()
    {
        Replacing?.Invoke(this, null);
        byte[][] gone = [.. StoredKeys()];
        _values = new();
        _expiries = new();
        _order = _order is null ? null : new();
        MemoryBytes = 0;
        Tell(gone);
    }

    /// <summary>Exchanges the contents of two databases.</summary>
    internal void Swap(Database other)
    {
        Replacing?.Invoke(this, other);
        other.Replacing?.Invoke(other, this);
        (_values, other._values) = (other._values, _values);
        (_expiries, other._expiries) = (other._expiries, _expiries);
        (_order, other._order) = (other._order, _order);
        (MemoryBytes, other.MemoryBytes) = (other.MemoryBytes, MemoryBytes);
        byte[][] concerned = [.. StoredKeys(), .. other.StoredKeys()];
        Tell(concerned);
        other.Tell(concerned);
    }

    private void Tell(byte[][] keys)
    {
        foreach (byte[] key in keys)
        {
            KeyChanged?.Invoke(this, key, KeyChange.OfWholeDatabase);
            KeyReady?.Invoke(this, key);
        }
    }

    private bool Take(byte[] key)
    {
        _expiries.Remove(key, out _);
        bool removed = _values.Remove(key, out RedisValue value);
        MemoryBytes -= removed ? value.CountedBytes : 0;
        if (removed && value is StreamValue)
        {
            KeyReady?.Invoke(this, key); // Clients that read it for a group learn that it is gone.
        }

        return removed;
    }
}
