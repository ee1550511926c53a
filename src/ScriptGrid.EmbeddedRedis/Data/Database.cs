using ScriptGrid.EmbeddedRedis.Server;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>One numbered database: keys, their values, and when they expire.</summary>
internal sealed class Database(ServerClock clock)
{
    internal ServerClock Clock { get; } = clock;
}
