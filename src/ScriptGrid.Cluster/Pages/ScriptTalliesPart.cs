using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Cluster.Pages;

/// <summary>How scripts fare over the targets that a silo holds.</summary>
/// <param name="Scripts">Each of the scripts.</param>
[GenerateSerializer, Immutable, Alias("sg.script-tallies")]
internal sealed record ScriptTalliesPart([property: Id(0)] ImmutableArray<ScriptTallyEntry> Scripts);

/// <summary><see cref="ScriptTallyPart"/> on its way between silos.</summary>
/// <param name="Script">The script's name.</param>
/// <param name="Counts">Targets where it gave values, gave none, failed, was skipped, and did not run yet.</param>
/// <param name="ErrorsTotal">Runs that failed.</param>
/// <param name="MaxSeconds">How long the longest last run took.</param>
/// <param name="Buckets">Buckets of the durations' sketch.</param>
/// <param name="BucketCounts">How many durations each has.</param>
/// <param name="Reasons">Targets that it fails on, by the number of the reason.</param>
/// <param name="SlowTargets">The slowest targets.</param>
/// <param name="SlowSeconds">How long it took on each.</param>
/// <param name="FailingTargets">Targets that it fails on.</param>
/// <param name="FailingReasons">The number of the reason on each.</param>
/// <param name="FailingMessages">The reason on each in words.</param>
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
    /// <summary>Makes the record that travels.</summary>
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

    /// <summary>Makes the part that it came from.</summary>
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
