using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Otlp;

/// <summary>
/// Converts metric families of pages to OTLP, under the same names. Counters become cumulative sums since the start of the process; histograms keep
/// their buckets. Rollups have no start: they sum what servers counted before this process was there, and fall when a target goes.
/// </summary>
/// <remarks>Field numbers: opentelemetry/proto/metrics/v1/metrics.proto of opentelemetry-proto 1.x.</remarks>
/// <param name="resource">The attributes that describe the process.</param>
/// <param name="start">When the process started.</param>
/// <param name="time">When the values were read.</param>
internal sealed class MetricsRequest(IReadOnlyList<KeyValuePair<string, string>> resource, DateTimeOffset start, DateTimeOffset time)
{
    /// <summary>The most data points in one request. They take about a megabyte; gRPC receivers accept four.</summary>
    private const int MaxPoints = 5_000;

    private const ulong Cumulative = 2;
    private const string Bound = "le";
    private const string Quantile = "quantile";

    private readonly ulong _start = NanosecondsOf(start);
    private readonly ulong _time = NanosecondsOf(time);

    /// <summary>Returns the requests that carry these families, in order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Write(IEnumerable<PageFamily> families)
    {
        var scope = NewScope();
        int points = 0;
        foreach (PageFamily family in families.Where(static family => family.Samples.Count > 0))
        {
            foreach (PageSample[] part in PartsOf(family))
            {
                if (points > 0 && points + part.Length > MaxPoints)
                {
                    yield return Enclose(scope);
                    (scope, points) = (NewScope(), 0);
                }

                scope.Message(2, Metric(family, part));
                points += part.Length;
            }
        }

        if (points > 0)
        {
            yield return Enclose(scope);
        }
    }

    private static ulong NanosecondsOf(DateTimeOffset time) => (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Splits a family into parts. Histograms and summaries are not split, because several lines form one data point.</summary>
    private static IEnumerable<PageSample[]> PartsOf(PageFamily family) =>
        family.Type is "histogram" or "summary" ? [[.. family.Samples]] : family.Samples.Chunk(MaxPoints);

    private static ProtoWriter NewScope() =>
        new ProtoWriter().Message(1, new ProtoWriter().Text(1, Traces.SourceName).Text(2, BuildInfo.Version));

    private ReadOnlyMemory<byte> Enclose(ProtoWriter scope)
    {
        var own = new ProtoWriter();
        foreach ((string name, string value) in resource)
        {
            own.Message(1, Attribute(name, value));
        }

        return new ProtoWriter().Message(1, new ProtoWriter().Message(1, own).Message(2, scope)).Written;
    }

    private ProtoWriter Metric(PageFamily family, PageSample[] samples)
    {
        ProtoWriter metric = new ProtoWriter().Text(1, family.Name).Text(2, family.Help);
        return family.Type switch
        {
            "counter" => metric.Message(7, Points(samples, isSum: true).Number(2, Cumulative).Number(3, 1)),
            "histogram" => metric.Message(9, Histograms(samples, StartOf(family)).Number(2, Cumulative)),
            "summary" => metric.Message(11, Summaries(samples, StartOf(family))),
            _ => metric.Message(5, Points(samples, isSum: false)),
        };
    }

    /// <summary>When the family's counts began; 0, which OTLP reads as unknown, for rollups.</summary>
    private ulong StartOf(PageFamily family) => OtlpSubject.IsOwn(family) ? _start : 0;

    private ProtoWriter Points(PageSample[] samples, bool isSum)
    {
        var points = new ProtoWriter();
        foreach (PageSample sample in samples)
        {
            var point = new ProtoWriter();
            if (isSum)
            {
                point.Fixed(2, _start);
            }

            points.Message(1, Attributed(point.Fixed(3, _time).Double(4, sample.Value), 7, sample, ""));
        }

        return points;
    }

    private ProtoWriter Histograms(PageSample[] samples, ulong start)
    {
        var histograms = new ProtoWriter();
        foreach (IGrouping<string, PageSample> one in samples.GroupBy(static sample => sample.KeyWithout(Bound), StringComparer.Ordinal))
        {
            PageSample[] buckets = [.. one.Where(static sample => sample.Labels.ContainsKey(Bound)).OrderBy(static bucket => PageSample.Number(bucket.Labels[Bound]))];
            ulong below = 0;
            var counts = new List<ulong>();
            var bounds = new List<ulong>();
            foreach (PageSample bucket in buckets)
            {
                counts.Add((ulong)bucket.Value - below);
                below = (ulong)bucket.Value;
                if (PageSample.Number(bucket.Labels[Bound]) is var bound && double.IsFinite(bound))
                {
                    bounds.Add(BitConverter.DoubleToUInt64Bits(bound));
                }
            }

            ProtoWriter point = new ProtoWriter().Fixed(2, start).Fixed(3, _time).Fixed(4, below).Double(5, SumOf(one)).Packed(6, counts).Packed(7, bounds);
            histograms.Message(1, Attributed(point, 9, one.First(), Bound));
        }

        return histograms;
    }

    private ProtoWriter Summaries(PageSample[] samples, ulong start)
    {
        var summaries = new ProtoWriter();
        foreach (IGrouping<string, PageSample> one in samples.GroupBy(static sample => sample.KeyWithout(Quantile), StringComparer.Ordinal))
        {
            ulong count = (ulong)(one.FirstOrDefault(static sample => sample.Name.EndsWith("_count", StringComparison.Ordinal))?.Value ?? 0);
            ProtoWriter point = new ProtoWriter().Fixed(2, start).Fixed(3, _time).Fixed(4, count).Double(5, SumOf(one));
            foreach (PageSample sample in one.Where(static sample => sample.Labels.ContainsKey(Quantile)))
            {
                point.Message(6, new ProtoWriter().Double(1, PageSample.Number(sample.Labels[Quantile])).Double(2, sample.Value));
            }

            summaries.Message(1, Attributed(point, 7, one.First(), Quantile));
        }

        return summaries;
    }

    private static double SumOf(IEnumerable<PageSample> samples) =>
        samples.FirstOrDefault(static sample => sample.Name.EndsWith("_sum", StringComparison.Ordinal))?.Value ?? 0;

    private static ProtoWriter Attributed(ProtoWriter point, int field, PageSample sample, string without)
    {
        foreach ((string name, string value) in sample.Labels.Where(label => label.Key != without))
        {
            point.Message(field, Attribute(name, value));
        }

        return point;
    }

    private static ProtoWriter Attribute(string name, string value) =>
        new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Text(1, value));
}
