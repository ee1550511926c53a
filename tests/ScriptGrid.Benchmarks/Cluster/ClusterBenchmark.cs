using ScriptGrid.Benchmarks.Fleet;
using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Cluster;

/// <summary>All figures of one run of the benchmark.</summary>
/// <param name="Options">What the user asked to measure.</param>
/// <param name="Serve">A single process: with the fleet, and with one target.</param>
/// <param name="Silo">A single silo: with the fleet, and with one target.</param>
/// <param name="Scrapes">Whole-fleet scrapes, without gzip and with it.</param>
/// <param name="Loss">The loss of a silo.</param>
internal sealed record ClusterFigures(
    ClusterOptions Options,
    (FleetMeasurement Fleet, FleetMeasurement Single) Serve,
    (FleetMeasurement Fleet, FleetMeasurement Single) Silo,
    (ClusterScrapes Plain, ClusterScrapes Compressed) Scrapes,
    SiloLoss Loss);

/// <summary>Measures silos and <c>serve</c> one after the other, against the same server.</summary>
internal static class ClusterBenchmark
{
    /// <summary>Runs all measurements.</summary>
    public static async Task<ClusterFigures> RunAsync(ClusterOptions options, CancellationToken cancellationToken)
    {
        // The fleet is scraped through serve and through the silos, so both are connected to it at the same time.
        await using RedisFleet redis = await RedisFleet.StartAsync(2 * options.Targets, isTls: false);
        FleetMeasurement serve = await MeasureAsync(Setup(options.Targets));
        FleetMeasurement silo = await MeasureAsync(Setup(options.Targets).AsLoneSilo());
        FleetMeasurement serveSingle = await MeasureAsync(Setup(1));
        FleetMeasurement siloSingle = await MeasureAsync(Setup(1).AsLoneSilo());
        (ClusterScrapes Plain, ClusterScrapes Compressed) scrapes = await ClusterScrapes.TakeAsync(
            Setup(options.Targets) with { Interval = options.ScrapeInterval }, options.Silos, options.Rounds, cancellationToken);
        SiloLoss loss = await SiloLoss.TakeAsync(Setup(options.LossTargets), options.Silos, cancellationToken);
        return new ClusterFigures(options, (serve, serveSingle), (silo, siloSingle), scrapes, loss);

        ScriptGridSetup Setup(int targets) => new(redis, targets, FleetMeasurement.Script, options.Interval);

        Task<FleetMeasurement> MeasureAsync(ScriptGridSetup setup) =>
            FleetMeasurement.TakeAsync(setup, options.WarmUp, options.Duration, cancellationToken);
    }
}
