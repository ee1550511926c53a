namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The databases of a server and what they share. Used by the executor thread only.</summary>
internal sealed class Keyspace
{
    internal const int DefaultDatabases = 16;

    internal Keyspace(TimeProvider time, Random random, int databases = DefaultDatabases)
    {
        Clock = new ServerClock(time);
        Random = random;
        EvictionRandom = new Random(random.Next());
        ExpiryRandom = new Random(random.Next());
        Usage = new KeyUsage(Clock, new Random(random.Next()));
        Databases = new Database[databases];
        for (int i = 0; i < databases; i++)
        {
            Databases[i] = new Database(i, Clock, Settings, Events, Usage, Propagation);
        }
    }

    /// <summary>Raised when a command removed all keys of one database or of all of them.</summary>
    internal event Action? Flushed;

    internal ServerClock Clock { get; }

    /// <summary>The limits of values and their encodings, the same for all databases.</summary>
    internal DataSettings Settings { get; } = new();

    internal KeyEvents Events { get; } = new();

    internal KeyUsage Usage { get; }

    /// <summary>The changes to send to replicas.</summary>
    internal Propagation Propagation { get; } = new();

    /// <summary>
    /// The source of all random choices of commands. Everything else has a source of its own: how often it chooses depends on time and memory, and must not
    /// change what commands choose.
    /// </summary>
    internal Random Random { get; }

    internal Random EvictionRandom { get; }

    internal Random ExpiryRandom { get; }

    internal Database[] Databases { get; }

    /// <summary>The total time that was spent on the removal of expired keys in the background. CONFIG RESETSTAT resets it.</summary>
    internal TimeSpan ExpireCycles { get; set; }

    /// <summary>The number of keys in all databases.</summary>
    internal long Keys => Databases.Sum(static database => (long)database.Keys);

    /// <summary>An estimate of the memory that Redis would need for the data.</summary>
    internal long MemoryBytes
    {
        get
        {
            long bytes = 0;
            foreach (Database database in Databases)
            {
                bytes += database.MemoryBytes;
            }

            return bytes;
        }
    }

    /// <summary>
    /// Removes, in the order of their times, all keys that a test's clock has passed. Costs little if there are none. Returns whether there were some. During a
    /// command nothing is due, because time stands still then.
    /// </summary>
    internal bool ExpireDue()
    {
        if (!Clock.MayBeMoved || Clock.IsFrozen)
        {
            return false;
        }

        bool anyExpired = false;
        while (Databases.MinBy(static database => database.FirstDue() ?? long.MaxValue) is { } database && database.FirstDue() is not null)
        {
            database.ExpireFirst();
            anyExpired = true;
        }

        return anyExpired;
    }

    /// <summary>Removes all keys of the given databases.</summary>
    internal void Flush(ReadOnlySpan<Database> databases)
    {
        foreach (Database database in databases)
        {
            database.Clear();
        }

        Flushed?.Invoke();
    }

    /// <summary>Returns the sum of a figure over all databases.</summary>
    internal long Sum(Func<KeyspaceStatistics, long> figure) => Databases.Sum(database => figure(database.Statistics));
}
