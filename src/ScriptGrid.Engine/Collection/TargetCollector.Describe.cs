using System.Collections.Immutable;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <content>What it tells of itself.</content>
internal sealed partial class TargetCollector
{
    /// <summary>How the target and its scripts fare, all at one moment.</summary>
    public TargetStatus Describe()
    {
        lock (_gate)
        {
            return new TargetStatus(TargetId, Labels, Results.State, Owner: null, [.. _runs.Select(Describe)]);
        }
    }

    /// <summary>The same with each script's values, which are read back from what is exposed: nothing else keeps them.</summary>
    public TargetReading Read()
    {
        TargetStatus status;
        byte[][] lines;
        lock (_gate)
        {
            TimeSpan now = Context.Clock.Now;
            status = Describe();
            lines = [.. _runs.Select(run => run.Results.CopyLines(TargetFamilies.Values, now))];
        }

        return new TargetReading(status, [.. lines.Select(static family => ExposedValues.Parse(family))]);
    }

    /// <summary>When a run on it last ended, in time since the engine's start.</summary>
    public TimeSpan LastActivity
    {
        get
        {
            lock (_gate)
            {
                return _lastActivity;
            }
        }
    }

    private static ScriptStatus Describe(ScriptRun run)
    {
        long errors = 0;
        foreach (int count in run.History.Errors)
        {
            errors += count;
        }

        TimeSpan lastSuccess = run.History.LastSuccess;
        return new ScriptStatus(
            run.Plan.Script.Name,
            run.History.LastResult,
            run.History.LastDuration,
            lastSuccess == TimeSpan.Zero ? null : DateTimeOffset.UnixEpoch + lastSuccess,
            run.Plan.Script.Interval,
            run.LastFailure,
            errors);
    }
}

/// <summary>How a target and its scripts fare, and what they gave.</summary>
/// <param name="Status">How they fare.</param>
/// <param name="Values">The values of each of its scripts, in their order; none once expired.</param>
internal sealed record TargetReading(TargetStatus Status, ImmutableArray<ImmutableArray<KeyedValue>> Values);
