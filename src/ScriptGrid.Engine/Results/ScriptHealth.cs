using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>What to log about a script on a target.</summary>
internal enum ScriptNews
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The script fails, or fails for another reason.</summary>
    Failed,

    /// <summary>The script works again.</summary>
    Recovered,
}

/// <summary>
/// Decides which of a script's failures on a target are logged: the first one, each further reason, and the recovery. A fault of the whole target is logged
/// once, for the target; it neither begins nor ends a script's own outage.
/// </summary>
internal static class ScriptHealth
{
    /// <summary>Returns what follows from the end of a run.</summary>
    /// <param name="report">What was logged before.</param>
    /// <param name="failure">Why the run failed; null if it did not.</param>
    /// <param name="isTargets">Whether the failure concerns the whole target.</param>
    public static (OutageReport Next, ScriptNews News) After(OutageReport report, Failure? failure, bool isTargets) => failure switch
    {
        null => (default, report.IsTold ? ScriptNews.Recovered : ScriptNews.None),
        _ when isTargets || report.Has(failure.Reason) => (report, ScriptNews.None),
        _ => (report.With(failure.Reason), ScriptNews.Failed),
    };
}
