using System.Diagnostics.Metrics;
using System.Globalization;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>The buckets of a histogram.</summary>
internal sealed class HistogramBuckets
{
    /// <summary>What Prometheus' clients take for durations in seconds.</summary>
    private static readonly double[] ForSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>What OpenTelemetry takes for everything else.</summary>
    private static readonly double[] ForOthers = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    private HistogramBuckets(double[] bounds, MetricUnit unit)
    {
        Bounds = bounds;
        Labels = [.. bounds.Append(double.PositiveInfinity).Select(bound => $"le=\"{BoundText(bound / unit.Divisor)}\"")];
    }

    /// <summary>Inclusive upper bounds in the instrument's unit, ascending, without infinity.</summary>
    public double[] Bounds { get; }

    /// <summary>The rendered label of each bound in the base unit, and of infinity.</summary>
    public string[] Labels { get; }

    /// <summary>The bounds that the instrument's author advised, else a default for its unit.</summary>
    public static HistogramBuckets For(Instrument instrument, MetricUnit unit) =>
        new(Advised(instrument) ?? (unit.IsSeconds ? ForSeconds : ForOthers), unit);

    /// <summary>
    /// A bound as OpenMetrics wants it, a float even when whole and with an exponent from 1e+06 on, so that every
    /// exporter's text of one bound is the same; text 0.0.4 reads that too.
    /// </summary>
    internal static string BoundText(double bound)
    {
        if (double.IsPositiveInfinity(bound))
        {
            return "+Inf";
        }

        bool isScientific = bound != 0 && Math.Abs(bound) is < 1e-4 or >= 1e6;
        return bound.ToString(isScientific ? "0.################e+00" : "0.0###############", CultureInfo.InvariantCulture);
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
