using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Replies;

/// <summary>
/// Arranges the rows of histograms and summaries. Rows with the same labels are put together: first those with bounds, in ascending order, then the sum and
/// the count. The bucket <c>+Inf</c> and the count of a histogram are the same number: if one is missing, it is made from the other. A histogram that has
/// neither, or whose bucket counts decrease, is left out.
/// </summary>
/// <remarks>OpenMetrics 1.0: a histogram has a bucket <c>+Inf</c>. <c>histogram_quantile()</c> of one without it is NaN.</remarks>
internal static class DistributionRows
{
    /// <summary>Arranges rows that are sorted by metric. Returns what is wrong with the first histogram that is left out; null if there is none.</summary>
    public static Failure? Arrange(ReadOnlySpan<byte> reply, DeclaredRows declared, RowList rows)
    {
        Failure? first = null;
        for (int start = 0, end; start < rows.Count; start = end)
        {
            int metric = rows[start].Name.Metric;
            for (end = start + 1; end < rows.Count && rows[end].Name.Metric == metric;)
            {
                end++;
            }

            if (declared.Metrics[metric].BoundLabel is not null)
            {
                var arranged = new List<Row>(end - start);
                foreach (List<Row> group in Groups(reply, rows, start, end))
                {
                    Failure? failure = Add(reply, declared, rows, group, arranged);
                    first ??= failure;
                }

                rows.Replace(start, end - start, arranged);
                end = start + arranged.Count;
            }
        }

        return first;
    }

    private static List<List<Row>> Groups(ReadOnlySpan<byte> reply, RowList rows, int start, int end)
    {
        var groups = new List<List<Row>>();
        var byText = new Dictionary<string, List<Row>>(StringComparer.Ordinal);
        for (int i = start; i < end; i++)
        {
            Row row = rows[i];
            string text = rows.LabelsOf(reply, row);
            if (!byText.TryGetValue(text, out List<Row>? group))
            {
                byText.Add(text, group = []);
                groups.Add(group);
            }

            group.Add(row);
        }

        return groups;
    }

    private static Failure? Add(ReadOnlySpan<byte> reply, DeclaredRows declared, RowList rows, List<Row> group, List<Row> arranged)
    {
        if (group[0].Name.Declaration.Type == MetricType.Histogram)
        {
            Complete(declared, group);
        }

        group.Sort(static (one, other) => (one.Name.Kind, one.Bound).CompareTo((other.Name.Kind, other.Bound)));
        if (group[0].Name.Declaration.Type == MetricType.Histogram && Problem(reply, rows, group) is { } problem)
        {
            return new Failure(FailureReason.Reply, problem);
        }

        arranged.AddRange(group);
        return null;
    }

    private static void Complete(DeclaredRows declared, List<Row> group)
    {
        int infinite = group.FindIndex(static row => row.Name.Kind == RowKind.Bucket && double.IsPositiveInfinity(row.Bound));
        int count = group.FindIndex(static row => row.Name.Kind == RowKind.Count);
        if (infinite < 0 && count >= 0)
        {
            group.Add(group[count] with { Name = declared.Of(group[count].Name, RowKind.Bucket), Bound = double.PositiveInfinity });
        }
        else if (infinite >= 0 && count < 0)
        {
            group.Add(group[infinite] with { Name = declared.Of(group[infinite].Name, RowKind.Count), Bound = 0 });
        }
    }

    /// <summary>Returns what is wrong with a histogram's sorted rows; null if nothing is.</summary>
    private static string? Problem(ReadOnlySpan<byte> reply, RowList rows, List<Row> group)
    {
        for (int i = 1; i < group.Count; i++)
        {
            (Row before, Row row) = (group[i - 1], group[i]);
            if (row.Name.Kind == RowKind.Bucket && row.Value < before.Value)
            {
                return $"{rows.SeriesOf(reply, row)} is {row.Value}, less than the bucket below it, {before.Value}; a bucket counts everything up to its bound";
            }
        }

        Row infinite = group.Find(static row => row.Name.Kind == RowKind.Bucket && double.IsPositiveInfinity(row.Bound));
        if (infinite.Name is null)
        {
            return $"{rows.SeriesOf(reply, group[^1])} belongs to a histogram with neither a bucket +Inf nor a count; return one of them";
        }

        Row count = group.Find(static row => row.Name.Kind == RowKind.Count);
        return infinite.Value.Equals(count.Value)
            ? null
            : $"{rows.SeriesOf(reply, count)} is {count.Value}, but its bucket +Inf is {infinite.Value}; both count everything";
    }
}
