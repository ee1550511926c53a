using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Soak;

/// <summary>The figures of one minute.</summary>
/// <param name="Minute">The number of minutes since the fleet was ready.</param>
/// <param name="Mebibytes">The resident memory in MiB.</param>
/// <param name="Descriptors">The number of open files.</param>
/// <param name="Gen2">The number of gen-2 garbage collections since the start.</param>
/// <param name="Lag">The 99th percentile of the schedule lag of this minute, in seconds.</param>
/// <param name="Collections">The number of collections in this minute that gave values.</param>
/// <param name="Failures">The number of collections in this minute that failed.</param>
internal sealed record SoakReading(
    double Minute, double Mebibytes, double Descriptors, double Gen2, double Lag, double Collections, double Failures)
{
    /// <summary>The beginnings of the lines of the page that are needed.</summary>
    public static readonly string[] Prefixes = ["scriptgrid_", "process_", "dotnet_gc_collections"];

    /// <summary>Returns the figures between two pages.</summary>
    public static SoakReading Between(double minute, MetricsPage before, MetricsPage after)
    {
        return new SoakReading(
            minute,
            after["process_resident_memory_bytes"] / 1024 / 1024,
            after["process_open_fds"],
            after.Series.Where(static series => series.Key.Contains("gen2", StringComparison.Ordinal)).Sum(static series => series.Value),
            after.Histogram("scriptgrid_schedule_lag_seconds").Since(before.Histogram("scriptgrid_schedule_lag_seconds")).Quantile(0.99),
            Grown("values"),
            Grown("failed"));

        double Grown(string result) => after[Series(result)] - before[Series(result)];

        static string Series(string result) => $"scriptgrid_collections_total{{result=\"{result}\"}}";
    }
}
