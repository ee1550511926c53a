using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>Which targets are wanted, and in which order.</summary>
/// <param name="Filter">Which.</param>
/// <param name="Sort">By what; null is the order of the engine.</param>
/// <param name="IsDescending">The largest first.</param>
internal sealed record TargetQuery(TargetFilter Filter, TargetSort? Sort = null, bool IsDescending = false);

/// <summary>By what targets are put in order; those that are alike by their identity. Numbers are a contract between silos.</summary>
internal enum TargetSort
{
    /// <summary>The identity, in ordinal order.</summary>
    Target = 0,

    /// <summary>How it fares: those that are down, those with failing scripts, those that were not asked yet, the others.</summary>
    State = 1,

    /// <summary>The longest of the scripts' last runs.</summary>
    Duration = 2,

    /// <summary>The latest run.</summary>
    LastRun = 3,

    /// <summary>The run that is due next.</summary>
    NextRun = 4,

    /// <summary>How many runs failed.</summary>
    Errors = 5,
}

/// <summary>What targets are compared by.</summary>
internal static class TargetKey
{
    /// <summary>The number that stands for a target in this order; not a number where it has none, as before its first run.</summary>
    public static double Of(TargetStatus target, TargetSort? sort) => sort switch
    {
        TargetSort.State => (double)TargetCondition.Of(target),
        TargetSort.Duration => Known(target.Scripts.Max(static script => script.Result is null ? null : (double?)script.Duration.TotalSeconds)),
        TargetSort.LastRun => Known(target.Scripts.Max(static script => (double?)script.LastRun?.UtcTicks)),
        TargetSort.NextRun => Known(target.Scripts.Min(static script => (double?)script.NextRun?.UtcTicks)),
        TargetSort.Errors => target.Scripts.Sum(static script => script.ErrorsTotal),
        _ => 0,
    };

    private static double Known(double? key) => key ?? double.NaN;
}
