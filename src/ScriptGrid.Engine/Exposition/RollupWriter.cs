using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>Writes rollups as lines of their family.</summary>
internal static class RollupWriter
{
    private static readonly (Aggregations Aggregation, byte[] Name)[] Names =
    [
        .. new[] { Aggregations.Sum, Aggregations.Min, Aggregations.Max, Aggregations.Avg, Aggregations.Count }
            .Select(static aggregation => (aggregation, Encoding.UTF8.GetBytes(aggregation.ToString().ToLowerInvariant()))),
    ];

    /// <summary>Writes the lines of one script's rollups, by key.</summary>
    /// <param name="page">Where they go.</param>
    /// <param name="family">The rollup family.</param>
    /// <param name="source">The script.</param>
    /// <param name="digests">Its keys' digests.</param>
    public static void Write(
        ExpositionBuffer page, MetricFamily family, RollupSource source, IReadOnlyDictionary<string, Digest> digests)
    {
        byte[] prefix = Prefix(family, source);
        foreach ((string key, Digest digest) in digests.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            foreach ((Aggregations aggregation, byte[] name) in Names)
            {
                if (source.Aggregate.HasFlag(aggregation))
                {
                    page.Append(prefix);
                    page.AppendLabel("key", key);
                    page.Append(",agg=\""u8);
                    page.Append(name);
                    page.Append("\"} "u8);
                    page.AppendNumber(digest.Get(aggregation));
                    page.Append((byte)'\n');
                }
            }
        }
    }

    private static byte[] Prefix(MetricFamily family, RollupSource source)
    {
        var prefix = new ExpositionBuffer();
        prefix.Append(family.Name);
        prefix.Append((byte)'{');
        prefix.AppendLabel("filename", source.Script);
        prefix.Append((byte)',');
        foreach ((string name, string value) in source.Labels.Labels)
        {
            prefix.AppendLabel(name, value);
            prefix.Append((byte)',');
        }

        return prefix.WrittenSpan.ToArray();
    }
}
