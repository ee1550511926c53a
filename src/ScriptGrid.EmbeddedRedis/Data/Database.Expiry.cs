namespace ScriptGrid.EmbeddedRedis.Data;

/// <content>The expiry of keys: on access always, and a few at a time in the background.</content>
internal sealed partial class Database
{
    private const int SampleSize = 20;
    private const int MaxRounds = 16;

    /// <summary>The number of keys that have an expiry.</summary>
    internal int KeysWithExpiry => _expiries.Count;

    /// <summary>The average time to live of keys with an expiry, in milliseconds, as estimated from the last samples of <see cref="ExpireSome"/>.</summary>
    internal long AverageTtl { get; private set; }

    /// <summary>Returns when a key expires, in milliseconds since 1970; null if it never does.</summary>
    internal long? ExpiryOf(byte[] key) => _expiries.TryGet(key, out long expiry) ? expiry : null;

    /// <summary>Sets when an existing key expires. Does not notify clients that watch the key.</summary>
    internal void SetExpiry(byte[] key, long milliseconds)
    {
        _expiries.Set(key, milliseconds);
        NoteOrder(key, milliseconds);
    }

    /// <summary>Removes a key's expiry. Returns false if it had none.</summary>
    internal bool Persist(byte[] key) => _expiries.Remove(key, out _);

    /// <summary>Whether a key has expired, even if it is still stored.</summary>
    internal bool IsExpired(byte[] key) => _expiries.Count > 0 && _expiries.TryGet(key, out long expiry) && Clock.Milliseconds > expiry;

    /// <summary>
    /// Removes expired keys: all of them if few keys have an expiry. Otherwise it takes random samples for as long as more than a quarter of a sample has
    /// expired, up to <see cref="MaxRounds"/> times. The server calls it every 100 ms.
    /// </summary>
    internal void ExpireSome(Random random)
    {
        if (!Settings.ActiveExpire || Settings.KeepsExpired())
        {
            return;
        }

        if (_expiries.Count <= MaxRounds * SampleSize)
        {
            ExpireAll();
            return;
        }

        for (int round = 0; round < MaxRounds && ExpireSample(random) > SampleSize / 4; round++)
        {
        }
    }

    /// <summary>Removes all expired keys, in the order in which they expired.</summary>
    private void ExpireAll()
    {
        long now = Clock.Milliseconds;
        long left = 0;
        var expired = new List<(long Expiry, byte[] Key)>();
        for (int i = 0; i < _expiries.Count; i++)
        {
            long expiry = _expiries.ValueAt(i);
            if (now > expiry)
            {
                expired.Add((expiry, _expiries.KeyAt(i)));
            }
            else
            {
                left += expiry - now;
            }
        }

        foreach ((_, byte[] key) in expired.OrderBy(static key => key.Expiry))
        {
            RemoveIfExpired(key);
        }

        NoteTtl(left, _expiries.Count);
    }

    private int ExpireSample(Random random)
    {
        int expired = 0;
        long left = 0;
        int living = 0;
        for (int i = 0; i < SampleSize && _expiries.Count > 0; i++)
        {
            int index = random.Next(_expiries.Count);
            byte[] key = _expiries.KeyAt(index);
            long remaining = _expiries.ValueAt(index) - Clock.Milliseconds;
            if (RemoveIfExpired(key))
            {
                expired++;
            }
            else
            {
                left += remaining;
                living++;
            }
        }

        NoteTtl(left, living);
        return expired;
    }

    private void NoteTtl(long left, int living)
    {
        if (living > 0)
        {
            long sample = left / living;
            AverageTtl = AverageTtl == 0 ? sample : (AverageTtl / 50 * 49) + (sample / 50);
        }
        else if (_expiries.Count == 0)
        {
            AverageTtl = 0;
        }
    }

    private bool RemoveIfExpired(byte[] key)
    {
        if (!IsExpired(key))
        {
            return false;
        }

        if (Settings.KeepsExpired())
        {
            return true;
        }

        Take(key);
        propagation.AddExpired(index, key);
        Statistics.Expired++;
        Notify(KeyEventKinds.Expired, "expired", key);
        KeyChanged?.Invoke(this, key, KeyChange.Unasked);
        return true;
    }
}
