using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>Writes rollups, each family under its header. Leaves out families without series.</summary>
internal static class RollupWriter
{
    private static readonly (Aggregations Aggregation, string Name)[] Names =
    [
        .. Enum.GetValues<Aggregations>()
            .Where(static aggregation => aggregation != Aggregations.None)
            .Select(static aggregation => (aggregation, aggregation.ToString().ToLowerInvariant())),
    ];

    /// <summary>Writes all families.</summary>
    /// <param name="page">The page to append to.</param>
    /// <param name="families">The families.</param>
    /// <param name="format">The format of the page.</param>
    /// <param name="table">The rollups.</param>
    /// <param name="counts">How many targets answer; null if the page shows that for each target.</param>
    public static void Write(ExpositionBuffer page, TargetFamilies families, ExpositionFormat format, RollupTable table, TargetCounts? counts)
    {
        int header = Begin(page, families.Fleet, format, out int start);
        foreach ((string script, RolledUp rollup) in table.Scripts)
        {
            WriteKeys(page, families.Fleet, script, rollup);
        }

        End(page, header, start);
        foreach ((string metric, MetricFamily family) in families.Rollups)
        {
            if (table.Metrics.TryGetValue(metric, out RolledUp? rollup))
            {
                WriteMetric(page, family, format, rollup);
            }
        }

        if (table.Metrics.TryGetValue(RollupTable.ScriptTargets, out RolledUp? targets))
        {
            targets.Aggregate = Aggregations.None;
            WriteMetric(page, families.ScriptTargets, format, targets);
        }

        WriteCounts(page, families.TargetStates, format, counts);
    }

    private static void WriteKeys(ExpositionBuffer page, MetricFamily family, string script, RolledUp rollup)
    {
        foreach ((string labels, Dictionary<string, Digest> digests) in GroupsOf(rollup))
        {
            foreach ((string key, Digest digest) in digests.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                foreach ((Aggregations aggregation, string name) in Names.Where(one => rollup.Aggregate.HasFlag(one.Aggregation)))
                {
                    page.Append(family.LineStart);
                    page.AppendLabel("filename", script);
                    page.Append((byte)',');
                    page.Append(labels);
                    page.AppendLabel("key", key);
                    page.Append((byte)',');
                    EndLine(page, $"agg=\"{name}\",", digest.Get(aggregation));
                }
            }
        }
    }

    private static void WriteMetric(ExpositionBuffer page, MetricFamily family, ExpositionFormat format, RolledUp rollup)
    {
        int header = Begin(page, family, format, out int start);
        foreach ((string labels, Dictionary<string, Digest> digests) in GroupsOf(rollup))
        {
            IEnumerable<IGrouping<string, (RollupKey Key, Digest Digest)>> series = digests
                .Select(static pair => (Key: RollupKey.Parse(pair.Key), Digest: pair.Value))
                .GroupBy(static pair => pair.Key.Labels)
                .OrderBy(static group => group.Key, StringComparer.Ordinal);
            foreach (IGrouping<string, (RollupKey Key, Digest Digest)> group in series)
            {
                if (RollupNaming.IsDistribution(family.Type))
                {
                    WriteDistribution(page, family.Name, labels + group.Key, [.. group]);
                }
                else
                {
                    WriteValue(page, family, labels + group.Key, rollup.Aggregate, group.First().Digest);
                }
            }
        }

        End(page, header, start);
    }

    /// <summary>Writes the requested rollups. If none is requested, writes the sum, which counts targets.</summary>
    private static void WriteValue(ExpositionBuffer page, MetricFamily family, string labels, Aggregations aggregate, Digest digest)
    {
        if (aggregate == Aggregations.None)
        {
            page.Append(family.LineStart);
            page.Append(labels);
            EndLine(page, "", digest.Sum);
        }

        foreach ((Aggregations aggregation, string name) in Names.Where(one => aggregate.HasFlag(one.Aggregation)))
        {
            page.Append(family.LineStart);
            page.Append(labels);
            EndLine(page, $"agg=\"{name}\",", digest.Get(aggregation));
        }
    }

    /// <summary>
    /// Writes a histogram or summary. Each target's buckets are kept as the number of values between a bound and the one below it, so that sums over different
    /// bounds still rise.
    /// </summary>
    private static void WriteDistribution(ExpositionBuffer page, string name, string labels, (RollupKey Key, Digest Digest)[] series)
    {
        double count = series.Where(static one => one.Key.Series == RollupKey.Count).Sum(static one => one.Digest.Sum);
        (RollupKey Key, Digest Digest)[] buckets = [.. series.Where(static one => one.Key.IsBucket).OrderBy(static one => one.Key.Bound)];
        foreach ((RollupKey key, Digest digest) in buckets)
        {
            count += digest.Sum;
            Append(page, name + "_bucket", labels, $"le=\"{key.BoundText}\",", count);
        }

        if (buckets is [.., var last] && !double.IsPositiveInfinity(last.Key.Bound))
        {
            Append(page, name + "_bucket", labels, "le=\"+Inf\",", count);
        }

        foreach ((RollupKey _, Digest digest) in series.Where(static one => one.Key.Series == RollupKey.Sum))
        {
            Append(page, name + "_sum", labels, "", digest.Sum);
        }

        if (series.Any(static one => one.Key.Series != RollupKey.Sum))
        {
            Append(page, name + "_count", labels, "", count);
        }
    }

    private static void WriteCounts(ExpositionBuffer page, MetricFamily family, ExpositionFormat format, TargetCounts? counts)
    {
        if (counts is { } known)
        {
            page.AppendHeader(family, format);
            Append(page, family.Name, "", "state=\"up\",", known.Up);
            Append(page, family.Name, "", "state=\"down\",", known.Down);
            Append(page, family.Name, "", "state=\"unknown\",", known.Unknown);
        }
    }

    private static void Append(ExpositionBuffer page, string name, string labels, string last, double value)
    {
        page.Append(name);
        page.Append((byte)'{');
        page.Append(labels);
        EndLine(page, last, value);
    }

    /// <summary>Appends the last label, if there is one, and the value. The closing brace replaces the last comma.</summary>
    private static void EndLine(ExpositionBuffer page, string last, double value)
    {
        page.Append(last);
        bool isBare = page.WrittenSpan[^1] == (byte)'{';
        page.Truncate(page.Length - 1);
        page.Append(isBare ? " "u8 : "} "u8);
        page.AppendNumber(value);
        page.Append((byte)'\n');
    }

    /// <summary>Returns the digests of each combination of labels, with the labels of their series as they are written.</summary>
    private static IEnumerable<(string Labels, Dictionary<string, Digest> Digests)> GroupsOf(RolledUp rollup) => rollup.Groups
        .Select(group => (Labels: Render(rollup.Labels.With(group.Key)), Digests: group.Value))
        .OrderBy(static group => group.Labels, StringComparer.Ordinal);

    private static string Render(LabelSet labels)
    {
        var text = new ExpositionBuffer();
        foreach ((string name, string value) in labels.Labels)
        {
            text.AppendLabel(name, value);
            text.Append((byte)',');
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static int Begin(ExpositionBuffer page, MetricFamily family, ExpositionFormat format, out int start)
    {
        start = page.Length;
        page.AppendHeader(family, format);
        return page.Length;
    }

    private static void End(ExpositionBuffer page, int header, int start)
    {
        if (page.Length == header)
        {
            page.Truncate(start);
        }
    }
}
