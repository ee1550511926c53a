using ScriptGrid.Benchmarks.Fleet;
using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Cluster;

/// <summary>Everything that one run of the benchmark measured.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Serve">One process by itself: with the fleet, and with one target.</param>
/// <param name="Silo">The same in one silo.</param>
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
    /// <summary>Runs all of it.</summary>
    public static async Task<ClusterFigures> RunAsync(ClusterOptions options, CancellationToken cancellationToken)
    {
        // The fleet is scraped through serve and through the silos, which are connected to it at the same time.
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
