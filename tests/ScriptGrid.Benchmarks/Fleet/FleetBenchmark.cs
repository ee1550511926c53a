using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Fleet;

/// <summary>All figures of one run of the benchmark.</summary>
/// <param name="Options">What the user asked to measure.</param>
/// <param name="Fleet">The fleet.</param>
/// <param name="Single">The same process with one target.</param>
/// <param name="Floor">CPU seconds per request of redis-benchmark, before and after the fleet, with TLS if the fleet has it.</param>
/// <param name="Exporter">CPU seconds per scraped target of redis_exporter; null with TLS, or if it is not installed.</param>
/// <param name="Compared">The fleets of further sizes: two or none.</param>
internal sealed record FleetFigures(
    FleetOptions Options,
    FleetMeasurement Fleet,
    FleetMeasurement Single,
    (double Before, double After) Floor,
    double? Exporter,
    FleetMeasurement[] Compared)
{
    /// <summary>The same fleet with a script whose ten values are rows of declared metrics; null if it was not requested.</summary>
    public FleetMeasurement? Rows { get; init; }
}

/// <summary>Measures ScriptGrid and the programs that it is compared with, one after the other, against the same server.</summary>
internal static class FleetBenchmark
{
    /// <summary>Runs all measurements.</summary>
    public static async Task<FleetFigures> RunAsync(FleetOptions options, CancellationToken cancellationToken)
    {
        await using RedisFleet redis = await RedisFleet.StartAsync(Math.Max(options.MostTargets, RedisBenchmark.Clients), options.IsTls);
        double before = await RedisBenchmark.CpuPerRequestAsync(redis, cancellationToken);
        FleetMeasurement fleet = await MeasureAsync(options.Targets);
        double after = await RedisBenchmark.CpuPerRequestAsync(redis, cancellationToken);
        FleetMeasurement single = await MeasureAsync(1);
        double? exporter = options.IsTls ? null : await RedisExporter.CpuPerScrapeAsync(redis, cancellationToken);

        List<FleetMeasurement> compared = [];
        foreach (int targets in options.Compared)
        {
            compared.Add(await MeasureAsync(targets));
        }

        return new FleetFigures(options, fleet, single, (before, after), exporter, [.. compared])
        {
            Rows = options.HasRows ? await MeasureAsync(options.Targets, FleetMeasurement.RowsScript) : null,
        };

        Task<FleetMeasurement> MeasureAsync(int targets, string? script = null) => FleetMeasurement.TakeAsync(
            new ScriptGridSetup(redis, targets, script ?? FleetMeasurement.Script, options.Interval), options.WarmUp, options.Duration, cancellationToken);
    }
}
