using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Results;

/// <summary>The status of one target.</summary>
/// <param name="Target">The target's identity.</param>
/// <param name="Labels">The labels that the configuration adds to its series.</param>
/// <param name="State">Whether it answers.</param>
/// <param name="Owner">The silo that collects it, as <c>ip:port</c>; null if there are no silos.</param>
/// <param name="Scripts">Its scripts, in configured order.</param>
public sealed record TargetStatus(
    string Target, LabelSet Labels, TargetState State, string? Owner, ImmutableArray<ScriptStatus> Scripts)
{
    /// <summary>Its role; null if it is not known, or if nothing depends on it.</summary>
    public ServerRole? Role { get; init; }

    /// <summary>The source that found it, as <c>group/kind</c>; null if the configuration names the target itself.</summary>
    public string? Source { get; init; }

    /// <summary>Why it is down; null if it is not down, or the reason is not known.</summary>
    public Failure? Failure { get; init; }
}

/// <summary>The status of one script on a target.</summary>
/// <param name="Name">The script's name.</param>
/// <param name="Result">The last run's result; null before the first has ended.</param>
/// <param name="Duration">How long the last run took; null if the script was never sent, because there was no connection or it was known to fail.</param>
/// <param name="LastSuccess">When the script last ran without a failure; null if it never did.</param>
/// <param name="Interval">How often it runs; null if it runs only on demand.</param>
/// <param name="Failure">Why the last run failed; null if it did not.</param>
/// <param name="ErrorsTotal">The number of failed runs.</param>
public sealed record ScriptStatus(
    string Name,
    ScriptResult? Result,
    TimeSpan? Duration,
    DateTimeOffset? LastSuccess,
    TimeSpan? Interval,
    Failure? Failure,
    long ErrorsTotal)
{
    /// <summary>Whether the last run was skipped because of the target's role.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>How many series of the last run are left off pages, because there are more than a limit allows.</summary>
    public int DroppedSeries { get; init; }

    /// <summary>When the last run ended; null before the first has.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>When the next run is due; null if it runs only on demand.</summary>
    public DateTimeOffset? NextRun { get; init; }
}
