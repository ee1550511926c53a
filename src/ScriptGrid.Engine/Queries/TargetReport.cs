using System.Collections.Immutable;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>Everything that is known of one target.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Version">The server's version, for example <c>7.2.4</c>; null if unknown.</param>
/// <param name="Scripts">The last results of its scripts, in the order of <see cref="TargetStatus.Scripts"/>.</param>
internal sealed record TargetReport(TargetStatus Status, string? Version, ImmutableArray<ScriptReport> Scripts);

/// <summary>The results of a script's last run on a target, without those that have expired.</summary>
/// <param name="Lines">The script's lines on metrics pages, at most <see cref="MaxLineBytes"/> bytes of them.</param>
/// <param name="Values">The script's values, at most <see cref="MaxValues"/>. Each series has its own labels, as in
/// <c>mail_queue_length{queue="sms"}</c>.</param>
/// <param name="ValuesTotal">The number of all values.</param>
internal sealed record ScriptReport(string Lines, ImmutableArray<KeyedValue> Values, int ValuesTotal)
{
    /// <summary>The largest size of <see cref="Lines"/>, in bytes.</summary>
    public const int MaxLineBytes = 64 * 1024;

    /// <summary>The largest number of <see cref="Values"/>.</summary>
    public const int MaxValues = 500;

    /// <summary>The outcomes of recent runs; null if no history is kept.</summary>
    public TrailReport? Trail { get; init; }
}

/// <summary>The answer to a query about one target.</summary>
/// <param name="Report">The report; null if there is no answer.</param>
/// <param name="Problem">Why there is no answer, in one line; empty if there is one.</param>
/// <param name="IsUnknown">True if there is no such target; false if the target exists but no process can answer now.</param>
internal sealed record TargetAnswer(TargetReport? Report, string Problem, bool IsUnknown)
{
    /// <summary>The answer if there is no such target.</summary>
    public static TargetAnswer Unknown(string target) => new(null, $"{target} is not a configured target", IsUnknown: true);

    /// <summary>The answer if no process can report on the target now.</summary>
    public static TargetAnswer Unavailable(string problem) => new(null, problem, IsUnknown: false);

    /// <summary>The answer with a report.</summary>
    public static TargetAnswer Of(TargetReport report) => new(report, "", IsUnknown: false);
}
