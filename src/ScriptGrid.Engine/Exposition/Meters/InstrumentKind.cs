using System.Diagnostics.Metrics;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>What an instrument is to Prometheus.</summary>
/// <param name="Type">The type of its family.</param>
/// <param name="CreateSeries">Makes a series that takes its measurements.</param>
internal sealed record InstrumentKind(MetricType Type, Func<Series> CreateSeries)
{
    /// <summary>Gauges that .NET declares as observable counters although they go down.</summary>
    private static readonly string[] MisdeclaredGauges = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    private static readonly InstrumentKind Sum = new(MetricType.Counter, static () => new SumSeries());
    private static readonly InstrumentKind UpDownSum = new(MetricType.Gauge, static () => new SumSeries());
    private static readonly InstrumentKind ObservedSum = new(MetricType.Counter, static () => new LastValueSeries());
    private static readonly InstrumentKind LastValue = new(MetricType.Gauge, static () => new LastValueSeries());

    /// <summary>The kind of an instrument; null if there is no telling.</summary>
    public static InstrumentKind? Of(Instrument instrument)
    {
        Type? type = instrument.GetType() is { IsGenericType: true } closed ? closed.GetGenericTypeDefinition() : null;
        return type switch
        {
            _ when type == typeof(Counter<>) => Sum,
            _ when type == typeof(UpDownCounter<>) => UpDownSum,
            _ when type == typeof(Histogram<>) => OfHistogram(instrument),
            _ when type == typeof(ObservableCounter<>) && !MisdeclaredGauges.Contains(instrument.Name) => ObservedSum,
            _ when type == typeof(Gauge<>) || instrument.IsObservable => LastValue,
            _ => null,
        };
    }

    private static InstrumentKind OfHistogram(Instrument instrument)
    {
        var buckets = HistogramBuckets.For(instrument, MetricUnit.Parse(instrument.Unit));
        return new InstrumentKind(MetricType.Histogram, () => new HistogramSeries(buckets));
    }
}
