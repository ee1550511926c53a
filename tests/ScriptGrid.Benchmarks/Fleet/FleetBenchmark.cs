using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Fleet;

/// <summary>Everything that one run of the benchmark measured.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Fleet">The fleet.</param>
/// <param name="Single">The same process with one target.</param>
/// <param name="Floor">CPU seconds per request of redis-benchmark, before and after the fleet, with TLS where the fleet has it.</param>
/// <param name="Exporter">CPU seconds per scraped target of redis_exporter; null with TLS and where it is not installed.</param>
/// <param name="Compared">The further numbers of targets: two or none.</param>
internal sealed record FleetFigures(
    FleetOptions Options,
    FleetMeasurement Fleet,
    FleetMeasurement Single,
    (double Before, double After) Floor,
    double? Exporter,
    FleetMeasurement[] Compared)
{
    /// <summary>The same fleet with a script whose ten values are rows of declared metrics; null where it was not asked for.</summary>
    public FleetMeasurement? Rows { get; init; }
}

/// <summary>Measures ScriptGrid and its peers one after the other, against the same server.</summary>
internal static class FleetBenchmark
{
    /// <summary>Runs all of it.</summary>
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
