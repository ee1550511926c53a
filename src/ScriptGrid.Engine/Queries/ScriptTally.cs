using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>Accumulates the state of one script over the targets that it runs on, either from targets or from the tallies of silos.</summary>
internal sealed class ScriptTally(string script)
{
    /// <summary>At most this many of the slowest targets are reported.</summary>
    public const int MaxSlowest = 20;

    /// <summary>At most this many of the targets on which the script fails are reported.</summary>
    public const int MaxFailing = 100;

    private readonly PriorityQueue<SlowTarget, double> _slowest = new();
    private readonly List<FailingTarget> _failing = [];

    /// <summary>The script's name.</summary>
    public string Script { get; } = script;

    /// <summary>The number of targets by the script's last result.</summary>
    public ResultCounts Counts { get; private set; }

    /// <summary>The total number of failed runs.</summary>
    public long ErrorsTotal { get; private set; }

    /// <summary>The durations of the last runs, in seconds. Runs that were never sent have none.</summary>
    public QuantileSketch Durations { get; } = new();

    /// <summary>The duration of the longest last run, in seconds.</summary>
    public double MaxSeconds { get; private set; }

    /// <summary>The number of targets on which the script fails, by <see cref="FailureReason"/>.</summary>
    public int[] Reasons { get; } = new int[Failure.ReasonCount];

    /// <summary>The targets on which the last run took longest, slowest first.</summary>
    public IEnumerable<SlowTarget> Slowest => _slowest.UnorderedItems.Select(static item => item.Element).OrderByDescending(static slow => slow.Seconds);

    /// <summary>The first <see cref="MaxFailing"/> targets on which the script fails.</summary>
    public IReadOnlyList<FailingTarget> Failing => _failing;

    /// <summary>Adds a target.</summary>
    public void Add(string target, ScriptStatus status)
    {
        Counts += ResultCounts.Of(status);
        ErrorsTotal += status.ErrorsTotal;
        if (status is { Result: not null, IsSkipped: false, Duration: { TotalSeconds: double seconds } })
        {
            Durations.Add(seconds);
            MaxSeconds = Math.Max(MaxSeconds, seconds);
            Add(new SlowTarget(target, seconds));
        }

        if (status is { Result: ScriptResult.Failed, Failure: { } failure })
        {
            Reasons[(int)failure.Reason]++;
            Add(new FailingTarget(target, failure.Reason, failure.Message));
        }
    }

    /// <summary>Adds another tally of the same script.</summary>
    public void Add(ScriptTallyPart part)
    {
        Counts += part.Counts;
        ErrorsTotal += part.ErrorsTotal;
        MaxSeconds = Math.Max(MaxSeconds, part.MaxSeconds);
        foreach ((int bucket, long count) in part.Durations)
        {
            Durations.Add(bucket, count);
        }

        for (int reason = 0; reason < Reasons.Length && reason < part.Reasons.Length; reason++)
        {
            Reasons[reason] += part.Reasons[reason];
        }

        foreach (SlowTarget slow in part.Slowest)
        {
            Add(slow);
        }

        foreach (FailingTarget failing in part.Failing)
        {
            Add(failing);
        }
    }

    /// <summary>An immutable copy of this tally.</summary>
    public ScriptTallyPart ToPart() => new(
        Script, Counts, ErrorsTotal, MaxSeconds, [.. Durations.Buckets], [.. Reasons], [.. Slowest], [.. _failing]);

    private void Add(SlowTarget slow)
    {
        _slowest.Enqueue(slow, slow.Seconds);
        if (_slowest.Count > MaxSlowest)
        {
            _slowest.Dequeue();
        }
    }

    private void Add(FailingTarget failing)
    {
        if (_failing.Count < MaxFailing)
        {
            _failing.Add(failing);
        }
    }
}

/// <summary>An immutable <see cref="ScriptTally"/>, of all targets or of one silo's.</summary>
internal sealed record ScriptTallyPart(
    string Script,
    ResultCounts Counts,
    long ErrorsTotal,
    double MaxSeconds,
    ImmutableArray<KeyValuePair<int, long>> Durations,
    ImmutableArray<int> Reasons,
    ImmutableArray<SlowTarget> Slowest,
    ImmutableArray<FailingTarget> Failing);

/// <summary>The number of targets by the last result of a script.</summary>
/// <param name="Ok">The script returned values.</param>
/// <param name="Empty">The script returned no values.</param>
/// <param name="Failed">The script failed.</param>
/// <param name="Skipped">The script does not run on servers of the target's role.</param>
/// <param name="Pending">The script has not run yet.</param>
internal readonly record struct ResultCounts(int Ok, int Empty, int Failed, int Skipped, int Pending)
{
    /// <summary>The number of all targets.</summary>
    public int Targets => Ok + Empty + Failed + Skipped + Pending;

    public static ResultCounts operator +(ResultCounts one, ResultCounts other) => new(
        one.Ok + other.Ok, one.Empty + other.Empty, one.Failed + other.Failed, one.Skipped + other.Skipped, one.Pending + other.Pending);

    /// <summary>The counts of a single target.</summary>
    public static ResultCounts Of(ScriptStatus status) => status switch
    {
        { IsSkipped: true } => new(0, 0, 0, 1, 0),
        { Result: ScriptResult.Values } => new(1, 0, 0, 0, 0),
        { Result: ScriptResult.Empty } => new(0, 1, 0, 0, 0),
        { Result: ScriptResult.Failed } => new(0, 0, 1, 0, 0),
        _ => new(0, 0, 0, 0, 1),
    };
}

/// <summary>A target, and how long the script's last run took there.</summary>
internal readonly record struct SlowTarget(string Target, double Seconds);

/// <summary>A target on which a script fails, and why.</summary>
internal readonly record struct FailingTarget(string Target, FailureReason Reason, string Message);
