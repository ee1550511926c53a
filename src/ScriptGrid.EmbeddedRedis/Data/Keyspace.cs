namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The databases of a server and what they have in common. Touched by the executor thread only.</summary>
internal sealed class Keyspace
{
    private const int DatabaseCount = 16;

    internal Keyspace(TimeProvider time, Random random)
    {
        Clock = new ServerClock(time);
        Random = random;
        Databases = [.. Enumerable.Range(0, DatabaseCount).Select(_ => new Database(Clock, Settings))];
    }

    internal ServerClock Clock { get; }

    /// <summary>Limits of values and their encodings, one for all databases.</summary>
    internal DataSettings Settings { get; } = new();

    /// <summary>Behind whatever commands choose by chance.</summary>
    internal Random Random { get; }

    internal Database[] Databases { get; }

    /// <summary>How many keys there are in all databases.</summary>
    internal long Keys => Databases.Sum(static database => (long)database.Keys);

    /// <summary>Adds up a figure of all databases.</summary>
    internal long Sum(Func<KeyspaceStatistics, long> figure) => Databases.Sum(database => figure(database.Statistics));
}
