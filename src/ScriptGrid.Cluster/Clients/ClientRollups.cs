using System.Collections.Immutable;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Clients;

/// <summary>Converts rollups into the form that clients get.</summary>
internal static class ClientRollups
{
    /// <summary>Returns the rollups of a script's keys.</summary>
    public static IEnumerable<Rollup> OfKeys(ScriptDigest script) =>
        script.Digests.Select(digest => Of(digest.Value, LabelsOf(script)) with { Script = script.Script, Key = digest.Key });

    /// <summary>
    /// Returns the rollups of a declared metric. Histograms and summaries appear on metrics pages only, because a single series of theirs means nothing alone.
    /// </summary>
    public static IEnumerable<Rollup> OfMetric(ScriptDigest metric) =>
        from digest in metric.Digests
        let key = RollupKey.Parse(digest.Key)
        where key.Series.Length == 0
        select Of(digest.Value, LabelsOf(metric)) with { Key = SeriesOf(metric.Script, key.Labels) };

    private static string SeriesOf(string name, string labels) => labels.Length == 0 ? name : $"{name}{{{labels[..^1]}}}";

    private static ImmutableDictionary<string, string> LabelsOf(ScriptDigest digest) =>
        ImmutableDictionary.CreateRange(digest.Labels).SetItems(digest.By);

    private static Rollup Of(in Digest digest, ImmutableDictionary<string, string> labels) => new()
    {
        Labels = labels,
        Sum = digest.Sum,
        Min = digest.Min,
        Max = digest.Max,
        Count = digest.Count,
        StdDev = digest.Get(Aggregations.StdDev),
        P50 = digest.Get(Aggregations.P50),
        P90 = digest.Get(Aggregations.P90),
        P99 = digest.Get(Aggregations.P99),
    };
}
