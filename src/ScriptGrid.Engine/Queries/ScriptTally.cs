using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>How a script fares over the targets that it runs on, while it is put together: of targets, or of the tallies of silos.</summary>
internal sealed class ScriptTally(string script)
{
    /// <summary>The most targets that are told of the slowest.</summary>
    public const int MaxSlowest = 20;

    /// <summary>The most targets that are told of those that it fails on.</summary>
    public const int MaxFailing = 100;

    private readonly PriorityQueue<SlowTarget, double> _slowest = new();
    private readonly List<FailingTarget> _failing = [];

    /// <summary>The script's name.</summary>
    public string Script { get; } = script;

    /// <summary>Targets by what it last gave.</summary>
    public ResultCounts Counts { get; private set; }

    /// <summary>Runs that failed.</summary>
    public long ErrorsTotal { get; private set; }

    /// <summary>How long the last runs took, in seconds; those that were not asked for count as zero.</summary>
    public QuantileSketch Durations { get; } = new();

    /// <summary>How long the longest took, in seconds.</summary>
    public double MaxSeconds { get; private set; }

    /// <summary>Targets that it fails on, by reason.</summary>
    public int[] Reasons { get; } = new int[Failure.ReasonCount];

    /// <summary>The targets on which it took longest, the slowest first.</summary>
    public IEnumerable<SlowTarget> Slowest => _slowest.UnorderedItems.Select(static item => item.Element).OrderByDescending(static slow => slow.Seconds);

    /// <summary>The first targets that it fails on.</summary>
    public IReadOnlyList<FailingTarget> Failing => _failing;

    /// <summary>Takes in a target.</summary>
    public void Add(string target, ScriptStatus status)
    {
        Counts += ResultCounts.Of(status);
        ErrorsTotal += status.ErrorsTotal;
        if (status is { Result: not null, IsSkipped: false })
        {
            Durations.Add(status.Duration.TotalSeconds);
            MaxSeconds = Math.Max(MaxSeconds, status.Duration.TotalSeconds);
            Add(new SlowTarget(target, status.Duration.TotalSeconds));
        }

        if (status is { Result: ScriptResult.Failed, Failure: { } failure })
        {
            Reasons[(int)failure.Reason]++;
            Add(new FailingTarget(target, failure.Reason, failure.Message));
        }
    }

    /// <summary>Takes in a part.</summary>
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

    /// <summary>All of it.</summary>
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

/// <summary>A <see cref="ScriptTally"/>, or a silo's part of one.</summary>
internal sealed record ScriptTallyPart(
    string Script,
    ResultCounts Counts,
    long ErrorsTotal,
    double MaxSeconds,
    ImmutableArray<KeyValuePair<int, long>> Durations,
    ImmutableArray<int> Reasons,
    ImmutableArray<SlowTarget> Slowest,
    ImmutableArray<FailingTarget> Failing);

/// <summary>Targets by what a script last gave there.</summary>
/// <param name="Ok">Values.</param>
/// <param name="Empty">None.</param>
/// <param name="Failed">It failed.</param>
/// <param name="Skipped">The target's role ruled it out.</param>
/// <param name="Pending">It did not run yet.</param>
internal readonly record struct ResultCounts(int Ok, int Empty, int Failed, int Skipped, int Pending)
{
    /// <summary>All of them.</summary>
    public int Targets => Ok + Empty + Failed + Skipped + Pending;

    public static ResultCounts operator +(ResultCounts one, ResultCounts other) => new(
        one.Ok + other.Ok, one.Empty + other.Empty, one.Failed + other.Failed, one.Skipped + other.Skipped, one.Pending + other.Pending);

    /// <summary>One target.</summary>
    public static ResultCounts Of(ScriptStatus status) => status switch
    {
        { IsSkipped: true } => new(0, 0, 0, 1, 0),
        { Result: ScriptResult.Values } => new(1, 0, 0, 0, 0),
        { Result: ScriptResult.Empty } => new(0, 1, 0, 0, 0),
        { Result: ScriptResult.Failed } => new(0, 0, 1, 0, 0),
        _ => new(0, 0, 0, 0, 1),
    };
}

/// <summary>A target, and how long a script took there.</summary>
internal readonly record struct SlowTarget(string Target, double Seconds);

/// <summary>A target that a script fails on, and why.</summary>
internal readonly record struct FailingTarget(string Target, FailureReason Reason, string Message);
