using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>Which targets a client wants to see, and in which order.</summary>
/// <param name="Filter">The filter that targets have to match.</param>
/// <param name="Sort">The sort criterion; null for the engine's own order.</param>
/// <param name="IsDescending">Whether the largest comes first.</param>
internal sealed record TargetQuery(TargetFilter Filter, TargetSort? Sort = null, bool IsDescending = false);

/// <summary>The sort criterion. Targets with equal keys are ordered by identity. The numbers are a contract between silos.</summary>
internal enum TargetSort
{
    /// <summary>The identity, in ordinal order.</summary>
    Target = 0,

    /// <summary>The condition: targets that are down, then those with failing scripts, then those not asked yet, then the others.</summary>
    State = 1,

    /// <summary>The duration of the longest of the scripts' last runs.</summary>
    Duration = 2,

    /// <summary>The time of the latest run.</summary>
    LastRun = 3,

    /// <summary>The time at which the next run is due.</summary>
    NextRun = 4,

    /// <summary>The number of failed runs.</summary>
    Errors = 5,
}

/// <summary>Computes the keys by which targets are sorted.</summary>
internal static class TargetKey
{
    /// <summary>Returns the sort key of a target; NaN if it has none, for example before its first run.</summary>
    public static double Of(TargetStatus target, TargetSort? sort) => sort switch
    {
        TargetSort.State => (double)TargetCondition.Of(target),
        TargetSort.Duration => Known(target.Scripts.Max(static script => script.Result is null ? null : script.Duration?.TotalSeconds)),
        TargetSort.LastRun => Known(target.Scripts.Max(static script => (double?)script.LastRun?.UtcTicks)),
        TargetSort.NextRun => Known(target.Scripts.Min(static script => (double?)script.NextRun?.UtcTicks)),
        TargetSort.Errors => target.Scripts.Sum(static script => script.ErrorsTotal),
        _ => 0,
    };

    private static double Known(double? key) => key ?? double.NaN;
}
