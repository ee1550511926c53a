using System.Collections.Immutable;
using ScriptGrid.Client;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Calls;

/// <summary>Converts what is known about a target into the records that clients get.</summary>
internal static class Snapshots
{
    /// <summary>Returns a snapshot of a target as of now.</summary>
    public static TargetSnapshot Of(TargetCollector collector, string owner)
    {
        TargetReading reading = collector.Read();
        TargetStatus status = reading.Status;
        return new TargetSnapshot
        {
            Target = status.Target,
            State = State(status.State),
            Owner = owner,
            At = collector.Context.Clock.Provider.GetUtcNow(),
            Labels = Labels(status.Labels),
            Scripts = [.. status.Scripts.Zip(reading.Values, Script)],
        };
    }

    /// <summary>Returns a short summary of a target.</summary>
    public static TargetSummary Summary(TargetStatus status, string owner) => new()
    {
        Target = status.Target,
        State = State(status.State),
        Owner = owner,
        Labels = Labels(status.Labels),
        FailingScripts = [.. status.Scripts.Where(static script => script.Result == ScriptResult.Failed).Select(static script => script.Name)],
    };

    /// <summary>Whether a target answers.</summary>
    public static TargetAvailability State(TargetState state) => state switch
    {
        TargetState.Up => TargetAvailability.Up,
        TargetState.Down => TargetAvailability.Down,
        _ => TargetAvailability.Unknown,
    };

    /// <summary>Labels by name.</summary>
    public static ImmutableDictionary<string, string> Labels(LabelSet labels) =>
        ImmutableDictionary.CreateRange(labels.Labels.ToArray());

    private static ScriptSnapshot Script(ScriptStatus status, ImmutableArray<KeyedValue> values) => new()
    {
        Script = status.Name,
        Result = Result(status.Result),
        Values = [.. values.Select(static value => new ScriptValue(value.Key, value.Value))],
        Duration = status.Duration ?? TimeSpan.Zero,
        LastSuccess = status.LastSuccess,
        Reason = status.Failure is null ? "" : Failure.Label(status.Failure.Reason),
        Message = status.Failure?.Message ?? "",
        Errors = status.ErrorsTotal,
    };

    private static SnapshotResult Result(ScriptResult? result) => result switch
    {
        null => SnapshotResult.None,
        ScriptResult.Values => SnapshotResult.Values,
        ScriptResult.Empty => SnapshotResult.Empty,
        _ => SnapshotResult.Failed,
    };
}
