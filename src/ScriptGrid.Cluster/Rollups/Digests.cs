using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Rollups;

/// <summary>Converts rollups to the form in which silos send them to each other.</summary>
internal static class Digests
{
    /// <summary>Returns the digests, in ordinal order of script or metric, labels and key.</summary>
    public static ImmutableArray<ScriptDigest> Of(SortedDictionary<string, RolledUp> rollups) =>
    [
        .. from rollup in rollups
           from digest in rollup.Value.Groups.Select(@group => Of(rollup.Key, rollup.Value, @group.Key, @group.Value)).OrderBy(TextOf, StringComparer.Ordinal)
           select digest,
    ];

    /// <summary>Merges digests of several silos.</summary>
    public static RollupTable Merge(IEnumerable<ScriptDigest> scripts, IEnumerable<ScriptDigest> metrics)
    {
        var table = new RollupTable();
        AddAll(table.Scripts, scripts);
        AddAll(table.Metrics, metrics);
        return table;
    }

    private static void AddAll(SortedDictionary<string, RolledUp> all, IEnumerable<ScriptDigest> digests)
    {
        foreach (ScriptDigest part in digests)
        {
            Dictionary<string, Digest> group = RollupTable.GroupOf(
                all, part.Script, (Aggregations)part.Aggregate, LabelSet.From(part.Labels), LabelSet.From(part.By));
            foreach ((string key, Digest digest) in part.Digests)
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(group, key, out _).Add(digest);
            }
        }
    }

    private static ScriptDigest Of(string name, RolledUp rollup, LabelSet by, Dictionary<string, Digest> digests)
    {
        KeyValuePair<string, Digest>[] keys = [.. digests.OrderBy(static key => key.Key, StringComparer.Ordinal)];
        KeyValuePair<int, long>[][] sketches = digests.Values.Any(static digest => digest.Sketch is not null)
            ? [.. keys.Select(static key => (key.Value.Sketch?.Buckets ?? []).ToArray())]
            : [];
        return new ScriptDigest
        {
            Script = name,
            Aggregate = (int)rollup.Aggregate,
            Labels = [.. rollup.Labels.Labels],
            Keys = [.. keys.Select(static key => key.Key)],
            Sums = [.. keys.Select(static key => key.Value.Sum)],
            Mins = [.. keys.Select(static key => key.Value.Min)],
            Maxs = [.. keys.Select(static key => key.Value.Max)],
            Counts = [.. keys.Select(static key => key.Value.Count)],
            By = [.. by.Labels],
            Squares = [.. keys.Select(static key => key.Value.Squares)],
            SketchSizes = [.. sketches.Select(static sketch => sketch.Length)],
            Buckets = [.. sketches.SelectMany(static sketch => sketch).Select(static bucket => bucket.Key)],
            BucketCounts = [.. sketches.SelectMany(static sketch => sketch).Select(static bucket => bucket.Value)],
        };
    }

    private static string TextOf(ScriptDigest digest) => string.Join('\n', digest.By);
}
