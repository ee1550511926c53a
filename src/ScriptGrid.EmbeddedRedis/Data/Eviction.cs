namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Removes keys where memory is short: of a few keys of each database the one that the policy gives up first.</summary>
internal sealed class Eviction(Keyspace keyspace, MemoryUse memory)
{
    internal EvictionPolicy Policy { get; set; }

    /// <summary>Whether only keys go that expire some day.</summary>
    internal bool OnlyVolatile { get; set; }

    /// <summary>How many keys of a database are compared.</summary>
    internal int Samples { get; set; } = 5;

    /// <summary>Called with the time that it took to make room.</summary>
    internal Action<TimeSpan> Ended { get; set; } = static _ => { };

    /// <summary>Removes keys until no more than a number of bytes is used; false where that cannot be.</summary>
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
            for (int i = 0; i < samples && database.Sample(keyspace.Random, OnlyVolatile) is { } key; i++)
            {
                var candidate = new Candidate(database, key, Score(database, key));
                worst = worst is null || candidate.Score > worst.Value.Score ? candidate : worst;
            }
        }

        return worst;
    }

    // The higher, the sooner it goes.
    private double Score(Database database, byte[] key)
    {
        RedisValue value = database.Peek(key)!;
        return Policy switch
        {
            EvictionPolicy.LeastRecentlyUsed => -value.LastUsed,
            EvictionPolicy.LeastFrequentlyUsed => -keyspace.Usage.FrequencyOf(value),
            EvictionPolicy.NextToExpire => -database.ExpiryOf(key)!.Value,
            _ => keyspace.Random.NextDouble(),
        };
    }

    private readonly record struct Candidate(Database Database, byte[] Key, double Score);
}
