using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>When the data was last saved, although nothing is stored.</summary>
internal sealed class SaveTimes(Keyspace keyspace)
{
    private long _changes;

    /// <summary>In milliseconds since 1970. Initially, the start of the server.</summary>
    internal long SavedAt { get; private set; } = keyspace.Clock.Now;

    /// <summary>The number of changes to keys since then.</summary>
    internal long ChangesSince => Changes - _changes;

    private long Changes => keyspace.Sum(static statistics => statistics.Changes);

    /// <summary>How often a client asked to save.</summary>
    internal long Count { get; private set; }

    internal void Note() => (SavedAt, _changes, Count) = (keyspace.Clock.Milliseconds, Changes, Count + 1);
}
