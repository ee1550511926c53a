using System.Text;
using ScriptGrid.Exposition;
using ScriptGrid.Scripts;

namespace ScriptGrid.Aggregation;

/// <summary>Sum, minimum, maximum, mean and count of one key's values over targets; digests of several parts can be merged.</summary>
internal struct Digest
{
    /// <param name="sum">The sum of the values.</param>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The largest.</param>
    /// <param name="count">How many there are.</param>
    public Digest(double sum, double min, double max, long count) => (Sum, Min, Max, Count) = (sum, min, max, count);

    public double Sum { get; private set; }

    public double Min { get; private set; }

    public double Max { get; private set; }

    public long Count { get; private set; }

    /// <summary>Adds one target's value. NaN makes sum, minimum, maximum and mean NaN, as in any arithmetic.</summary>
    public void Add(double value)
    {
        Sum += value;
        Min = Count == 0 ? value : Math.Min(Min, value);
        Max = Count == 0 ? value : Math.Max(Max, value);
        Count++;
    }

    /// <summary>Adds the values of another part.</summary>
    public void Add(in Digest other)
    {
        if (other.Count > 0)
        {
            Sum += other.Sum;
            Min = Count == 0 ? other.Min : Math.Min(Min, other.Min);
            Max = Count == 0 ? other.Max : Math.Max(Max, other.Max);
            Count += other.Count;
        }
    }

    /// <summary>The value of one rollup.</summary>
    public readonly double Get(Aggregations aggregation) => aggregation switch
    {
        Aggregations.Sum => Sum,
        Aggregations.Min => Min,
        Aggregations.Max => Max,
        Aggregations.Avg => Sum / Count,
        _ => Count,
    };
}

/// <summary>Merges each key of a script over all targets.</summary>
internal static class Rollups
{
    private static readonly (Aggregations Aggregation, byte[] Name)[] Names =
    [
        .. new[] { Aggregations.Sum, Aggregations.Min, Aggregations.Max, Aggregations.Avg, Aggregations.Count }
            .Select(static aggregation => (aggregation, Encoding.UTF8.GetBytes(aggregation.ToString().ToLowerInvariant()))),
    ];

    /// <summary>Digests of one script's keys over the results of many targets.</summary>
    public static Dictionary<string, Digest> Merge(IEnumerable<ScriptResults> results, TimeSpan now)
    {
        var digests = new Dictionary<string, Digest>(StringComparer.Ordinal);
        foreach (ScriptResults result in results)
        {
            foreach (KeyedValue value in result.ReadValues(now))
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(digests, value.Key, out _).Add(value.Value);
            }
        }

        return digests;
    }

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
