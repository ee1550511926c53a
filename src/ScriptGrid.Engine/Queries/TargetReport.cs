using System.Collections.Immutable;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>All that is known of one target.</summary>
/// <param name="Status">How it fares.</param>
/// <param name="Version">The server's version, such as <c>7.2.4</c>; null where it is not known.</param>
/// <param name="Scripts">What its scripts gave, in the order of <see cref="TargetStatus.Scripts"/>.</param>
internal sealed record TargetReport(TargetStatus Status, string? Version, ImmutableArray<ScriptReport> Scripts);

/// <summary>What a script gave in its last run on a target. What has expired is not in it.</summary>
/// <param name="Lines">The lines that metrics pages have of it, as many as are told.</param>
/// <param name="Values">What it gave, as many as are told: each series with its own labels, such as <c>mail_queue_length{queue="sms"}</c>.</param>
/// <param name="ValuesTotal">How many it gave.</param>
internal sealed record ScriptReport(string Lines, ImmutableArray<KeyedValue> Values, int ValuesTotal)
{
    /// <summary>The most bytes of lines that are told.</summary>
    public const int MaxLineBytes = 64 * 1024;

    /// <summary>The most values that are told.</summary>
    public const int MaxValues = 500;

    /// <summary>What became of its runs of late; null where that is not kept.</summary>
    public TrailReport? Trail { get; init; }
}

/// <summary>The answer to a question about one target.</summary>
/// <param name="Report">What is known; null where there is no answer.</param>
/// <param name="Problem">Why there is none, in one line; empty where there is one.</param>
/// <param name="IsUnknown">There is no such target; else nobody can tell now.</param>
internal sealed record TargetAnswer(TargetReport? Report, string Problem, bool IsUnknown)
{
    /// <summary>There is no such target.</summary>
    public static TargetAnswer Unknown(string target) => new(null, $"{target} is not a configured target", IsUnknown: true);

    /// <summary>Nobody can tell now.</summary>
    public static TargetAnswer Unavailable(string problem) => new(null, problem, IsUnknown: false);

    /// <summary>An answer.</summary>
    public static TargetAnswer Of(TargetReport report) => new(report, "", IsUnknown: false);
}
