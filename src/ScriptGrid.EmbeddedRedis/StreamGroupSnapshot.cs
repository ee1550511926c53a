namespace ScriptGrid.EmbeddedRedis;

/// <summary>A consumer group of a stream, as it was when the snapshot was taken.</summary>
public sealed class StreamGroupSnapshot
{
    private readonly string _word;

    internal StreamGroupSnapshot(string name, string lastDeliveredId, IReadOnlyList<StreamPendingSnapshot> pending, string word) =>
        (Name, LastDeliveredId, Pending, _word) = (name, lastDeliveredId, pending, word);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The id of the last entry that was delivered to any consumer of the group; <c>0-0</c> before the first delivery.</summary>
    public string LastDeliveredId { get; }

    /// <summary>The entries that were delivered but not acknowledged, by id.</summary>
    public IReadOnlyList<StreamPendingSnapshot> Pending { get; }

    /// <summary>Returns the group on one line: <c>group workers at 2-0 [1-0 to ada, 1 time]</c>.</summary>
    public override string ToString() => $"group {_word} at {LastDeliveredId} [{string.Join(", ", Pending)}]";
}

/// <summary>An entry that was delivered to a consumer but not acknowledged.</summary>
public sealed class StreamPendingSnapshot
{
    private readonly string _word;

    internal StreamPendingSnapshot(string id, string consumer, long deliveries, string word) => (Id, Consumer, Deliveries, _word) = (id, consumer, deliveries, word);

    /// <summary>The entry's id.</summary>
    public string Id { get; }

    /// <summary>The name of the consumer that has it.</summary>
    public string Consumer { get; }

    /// <summary>How often it was delivered.</summary>
    public long Deliveries { get; }

    /// <summary>Returns the entry on one line: <c>1-0 to ada, 1 time</c>.</summary>
    public override string ToString() => $"{Id} to {_word}, {Deliveries} {(Deliveries == 1 ? "time" : "times")}";
}
