using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Cluster.Pages;

/// <summary>The state of scripts over the targets that a silo holds.</summary>
/// <param name="Scripts">One entry for each script.</param>
[GenerateSerializer, Immutable, Alias("sg.script-tallies")]
internal sealed record ScriptTalliesPart([property: Id(0)] ImmutableArray<ScriptTallyEntry> Scripts);

/// <summary>The form in which <see cref="ScriptTallyPart"/> is sent between silos.</summary>
/// <param name="Script">The script's name.</param>
/// <param name="Counts">The numbers of targets on which it gave values, gave none, failed, was skipped, and has not run yet.</param>
/// <param name="ErrorsTotal">The number of runs that failed.</param>
/// <param name="MaxSeconds">The duration of the longest last run.</param>
/// <param name="Buckets">The buckets of the durations' sketch.</param>
/// <param name="BucketCounts">The number of durations in each bucket.</param>
/// <param name="Reasons">The number of targets on which it fails, by the number of the reason.</param>
/// <param name="SlowTargets">The slowest targets.</param>
/// <param name="SlowSeconds">The duration on each of them.</param>
/// <param name="FailingTargets">Targets on which it fails.</param>
/// <param name="FailingReasons">The number of the reason on each of them.</param>
/// <param name="FailingMessages">The reason on each of them in words.</param>
[GenerateSerializer, Immutable, Alias("sg.script-tally")]
internal sealed record ScriptTallyEntry(
    [property: Id(0)] string Script,
    [property: Id(1)] int[] Counts,
    [property: Id(2)] long ErrorsTotal,
    [property: Id(3)] double MaxSeconds,
    [property: Id(4)] int[] Buckets,
    [property: Id(5)] long[] BucketCounts,
    [property: Id(6)] int[] Reasons,
    [property: Id(7)] string[] SlowTargets,
    [property: Id(8)] double[] SlowSeconds,
    [property: Id(9)] string[] FailingTargets,
    [property: Id(10)] int[] FailingReasons,
    [property: Id(11)] string[] FailingMessages)
{
    /// <summary>Converts a part to this form.</summary>
    public static ScriptTallyEntry From(ScriptTallyPart part) => new(
        part.Script,
        [part.Counts.Ok, part.Counts.Empty, part.Counts.Failed, part.Counts.Skipped, part.Counts.Pending],
        part.ErrorsTotal,
        part.MaxSeconds,
        [.. part.Durations.Select(static bucket => bucket.Key)],
        [.. part.Durations.Select(static bucket => bucket.Value)],
        [.. part.Reasons],
        [.. part.Slowest.Select(static slow => slow.Target)],
        [.. part.Slowest.Select(static slow => slow.Seconds)],
        [.. part.Failing.Select(static failing => failing.Target)],
        [.. part.Failing.Select(static failing => (int)failing.Reason)],
        [.. part.Failing.Select(static failing => failing.Message)]);

    /// <summary>Converts back to the part.</summary>
    public ScriptTallyPart ToPart() => new(
        Script,
        new ResultCounts(Counts[0], Counts[1], Counts[2], Counts[3], Counts[4]),
        ErrorsTotal,
        MaxSeconds,
        [.. Buckets.Zip(BucketCounts, static (bucket, count) => KeyValuePair.Create(bucket, count))],
        [.. Reasons],
        [.. SlowTargets.Zip(SlowSeconds, static (target, seconds) => new SlowTarget(target, seconds))],
        [.. FailingTargets.Select((target, i) => new FailingTarget(target, (FailureReason)FailingReasons[i], FailingMessages[i]))]);
}
