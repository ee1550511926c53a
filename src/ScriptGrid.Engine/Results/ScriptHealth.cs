using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>What the log has to tell of a script on a target.</summary>
internal enum ScriptNews
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It fails, or fails for another reason.</summary>
    Failed,

    /// <summary>It works again.</summary>
    Recovered,
}

/// <summary>
/// Which of a script's failures on a target the log hears of: the first, each other reason, and the recovery. A fault of the whole target is told
/// once, for the target; it neither begins nor ends a script's own outage.
/// </summary>
internal static class ScriptHealth
{
    /// <summary>What follows from the end of a run.</summary>
    /// <param name="report">What was told before.</param>
    /// <param name="failure">Why the run failed; null where it did not.</param>
    /// <param name="isTargets">Whether the failure is the whole target's.</param>
    public static (OutageReport Next, ScriptNews News) After(OutageReport report, Failure? failure, bool isTargets) => failure switch
    {
        null => (default, report.IsTold ? ScriptNews.Recovered : ScriptNews.None),
        _ when isTargets || report.Has(failure.Reason) => (report, ScriptNews.None),
        _ => (report.With(failure.Reason), ScriptNews.Failed),
    };
}
