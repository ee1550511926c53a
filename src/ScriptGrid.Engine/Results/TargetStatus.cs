using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Results;

/// <summary>How one target fares.</summary>
/// <param name="Target">The target's identity.</param>
/// <param name="Labels">The labels that the configuration adds to its series.</param>
/// <param name="State">Whether it answers.</param>
/// <param name="Owner">The silo that collects it, as <c>ip:port</c>; null where there are no silos.</param>
/// <param name="Scripts">Its scripts, in configured order.</param>
public sealed record TargetStatus(
    string Target, LabelSet Labels, TargetState State, string? Owner, ImmutableArray<ScriptStatus> Scripts)
{
    /// <summary>Its role; null where it is not known, or nothing depends on it.</summary>
    public ServerRole? Role { get; init; }

    /// <summary>The source that found it, as <c>group/kind</c>; null for one that is written in the configuration.</summary>
    public string? Source { get; init; }

    /// <summary>Why it is down; null where it is not, or that is not known.</summary>
    public Failure? Failure { get; init; }
}

/// <summary>How one script fares on a target.</summary>
/// <param name="Name">The script's name.</param>
/// <param name="Result">The last run's result; null before the first has ended.</param>
/// <param name="Duration">How long the last run took; zero for one that was not asked for since it was known to fail.</param>
/// <param name="LastSuccess">When a run last did not fail; null if none did.</param>
/// <param name="Interval">How often it runs; null for one that runs only when asked.</param>
/// <param name="Failure">Why the last run failed; null where it did not.</param>
/// <param name="ErrorsTotal">How many runs failed.</param>
public sealed record ScriptStatus(
    string Name,
    ScriptResult? Result,
    TimeSpan Duration,
    DateTimeOffset? LastSuccess,
    TimeSpan? Interval,
    Failure? Failure,
    long ErrorsTotal)
{
    /// <summary>The target's role ruled the last run out.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>How many series of the last run pages go without, since there are more than a limit allows.</summary>
    public int DroppedSeries { get; init; }

    /// <summary>When the last run ended; null before the first has.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>When it is due next; null for one that runs only when asked.</summary>
    public DateTimeOffset? NextRun { get; init; }
}
