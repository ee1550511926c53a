namespace ScriptGrid.Collection;

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
