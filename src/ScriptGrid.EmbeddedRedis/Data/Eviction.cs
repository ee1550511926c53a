namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Removes keys when memory is short. Each time it compares a few keys of each database and removes the one that the policy gives up first.</summary>
internal sealed class Eviction(Keyspace keyspace, MemoryUse memory)
{
    internal EvictionPolicy Policy { get; set; }

    /// <summary>Whether only keys that have an expiry are removed.</summary>
    internal bool OnlyVolatile { get; set; }

    /// <summary>The number of keys of each database that are compared.</summary>
    internal int Samples { get; set; } = 5;

    /// <summary>Called after keys were removed, with the time that it took.</summary>
    internal Action<TimeSpan> Ended { get; set; } = static _ => { };

    /// <summary>Removes keys until at most this many bytes are used. Returns false if that is impossible.</summary>
    internal bool TryMakeRoom(long bytes)
    {
        if (memory.UsedBytes <= bytes)
        {
            return true;
        }

        long start = keyspace.Clock.Time.GetTimestamp();
        while (memory.UsedBytes > bytes && Policy != EvictionPolicy.None && Worst() is { } found)
        {
            found.Database.Evict(found.Key);
        }

        Ended(keyspace.Clock.Time.GetElapsedTime(start));
        return memory.UsedBytes <= bytes;
    }

    private Candidate? Worst()
    {
        Candidate? worst = null;
        foreach (Database database in keyspace.Databases)
        {
            int samples = Policy == EvictionPolicy.Random ? 1 : Samples;
            for (int i = 0; i < samples && database.Sample(keyspace.EvictionRandom, OnlyVolatile) is { } key; i++)
            {
                var candidate = new Candidate(database, key, Score(database, key));
                worst = worst is null || candidate.Score > worst.Value.Score ? candidate : worst;
            }
        }

        return worst;
    }

    // The key with the highest score is removed first.
    private double Score(Database database, byte[] key)
    {
        RedisValue value = database.Peek(key)!;
        return Policy switch
        {
            EvictionPolicy.LeastRecentlyUsed => -value.LastUsed,
            EvictionPolicy.LeastFrequentlyUsed => -keyspace.Usage.FrequencyOf(value),
            EvictionPolicy.NextToExpire => -database.ExpiryOf(key)!.Value,
            _ => keyspace.EvictionRandom.NextDouble(),
        };
    }

    private readonly record struct Candidate(Database Database, byte[] Key, double Score);
}
