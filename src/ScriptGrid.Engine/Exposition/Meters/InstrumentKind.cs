using System.Diagnostics.Metrics;
using System.Globalization;
using Prometheus;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>How Prometheus sees an instrument.</summary>
/// <param name="Type">The type of its family.</param>
/// <param name="Create">Creates a series with these values of the family's labels.</param>
internal sealed record InstrumentKind(MetricType Type, Func<MetricFactory, FamilyDeclaration, string[], BridgedSeries> Create)
{
    /// <summary>The default bounds of Prometheus' clients, for durations in seconds.</summary>
    private static readonly double[] BoundsForSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>The default bounds of OpenTelemetry, for everything else.</summary>
    private static readonly double[] BoundsForOthers = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    /// <summary>Gauges that .NET declares as observable counters although they go down.</summary>
    private static readonly string[] MisdeclaredGauges = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    private static readonly InstrumentKind Sum = new(MetricType.Counter, static (factory, family, labels) =>
    {
        Counter.Child child = CounterOf(factory, family).WithLabels(labels);
        return new BridgedSeries(child, value => child.Inc(Math.Max(value, 0))); // A counter never decreases, even if it is told to.
    });

    private static readonly InstrumentKind ObservedSum = new(MetricType.Counter, static (factory, family, labels) =>
    {
        Counter.Child child = CounterOf(factory, family).WithLabels(labels);
        return new BridgedSeries(child, child.IncTo);
    });

    private static readonly InstrumentKind UpDownSum = new(MetricType.Gauge, static (factory, family, labels) =>
    {
        Gauge.Child child = GaugeOf(factory, family).WithLabels(labels);
        return new BridgedSeries(child, child.Inc);
    });

    private static readonly InstrumentKind LastValue = new(MetricType.Gauge, static (factory, family, labels) =>
    {
        Gauge.Child child = GaugeOf(factory, family).WithLabels(labels);
        return new BridgedSeries(child, child.Set);
    });

    /// <summary>Returns the kind of an instrument; null if it is not known.</summary>
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

    /// <summary>Has no initial value: otherwise a family without labels would have a series of 0 before anything is measured.</summary>
    private static Counter CounterOf(MetricFactory factory, FamilyDeclaration family) =>
        factory.CreateCounter(family.Name, family.Help, family.Labels, new CounterConfiguration { SuppressInitialValue = true });

    private static Gauge GaugeOf(MetricFactory factory, FamilyDeclaration family) =>
        factory.CreateGauge(family.Name, family.Help, family.Labels, new GaugeConfiguration { SuppressInitialValue = true });

    /// <summary>Uses the bounds that the instrument's author advised; without advice, a default for its unit.</summary>
    private static InstrumentKind OfHistogram(Instrument instrument)
    {
        var unit = MetricUnit.Parse(instrument.Unit);
        double[] bounds = Advised(instrument) ?? (unit.IsSeconds ? BoundsForSeconds : BoundsForOthers);
        var configuration = new HistogramConfiguration
        {
            SuppressInitialValue = true,
            Buckets = [.. bounds.Select(bound => bound / unit.Divisor), double.PositiveInfinity],
        };
        return new InstrumentKind(MetricType.Histogram, (factory, family, labels) =>
        {
            Histogram.Child child = factory.CreateHistogram(family.Name, family.Help, family.Labels, configuration).WithLabels(labels);
            return new BridgedSeries(child, child.Observe);
        });
    }

    private static double[]? Advised(Instrument instrument) => instrument switch
    {
        Instrument<double> typed => Advised(typed),
        Instrument<long> typed => Advised(typed),
        Instrument<int> typed => Advised(typed),
        Instrument<float> typed => Advised(typed),
        Instrument<decimal> typed => Advised(typed),
        Instrument<short> typed => Advised(typed),
        Instrument<byte> typed => Advised(typed),
        _ => null,
    };

    private static double[]? Advised<T>(Instrument<T> instrument)
        where T : struct =>
        instrument.Advice?.HistogramBucketBoundaries is { } bounds
            ? [.. bounds.Select(static bound => Convert.ToDouble(bound, CultureInfo.InvariantCulture)).Where(double.IsFinite)]
            : null;
}
