namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The databases of a server and what they have in common. Touched by the executor thread only.</summary>
internal sealed class Keyspace
{
    internal const int DefaultDatabases = 16;

    internal Keyspace(TimeProvider time, Random random, int databases = DefaultDatabases)
    {
        Clock = new ServerClock(time);
        Random = random;
        Usage = new KeyUsage(Clock, random);
        Databases = new Database[databases];
        for (int i = 0; i < databases; i++)
        {
            Databases[i] = new Database(i, Clock, Settings, Events, Usage, Propagation);
        }
    }

    /// <summary>A command removed all keys of one or of all databases.</summary>
    internal event Action? Flushed;

    internal ServerClock Clock { get; }

    /// <summary>Limits of values and their encodings, one for all databases.</summary>
    internal DataSettings Settings { get; } = new();

    internal KeyEvents Events { get; } = new();

    internal KeyUsage Usage { get; }

    /// <summary>What replicas are told.</summary>
    internal Propagation Propagation { get; } = new();

    /// <summary>Behind whatever commands choose by chance.</summary>
    internal Random Random { get; }

    internal Database[] Databases { get; }

    /// <summary>How long it has been looked for expired keys, all together.</summary>
    internal TimeSpan ExpireCycles { get; set; }

    /// <summary>How many keys there are in all databases.</summary>
    internal long Keys => Databases.Sum(static database => (long)database.Keys);

    /// <summary>About what Redis would need for the data.</summary>
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

    /// <summary>Removes all keys of some databases.</summary>
    internal void Flush(ReadOnlySpan<Database> databases)
    {
        foreach (Database database in databases)
        {
            database.Clear();
        }

        Flushed?.Invoke();
    }

    /// <summary>Adds up a figure of all databases.</summary>
    internal long Sum(Func<KeyspaceStatistics, long> figure) => Databases.Sum(database => figure(database.Statistics));
}
