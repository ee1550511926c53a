using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Cluster;

/// <summary>Scrapes of a whole fleet, in turn through one process that collects all of it and through one of several silos.</summary>
/// <param name="Serve">The median duration of a scrape of <c>serve</c>, in seconds.</param>
/// <param name="Silo">The median duration of a scrape through a silo, in seconds.</param>
/// <param name="ServeCpu">The CPU time of <c>serve</c> per scrape, in seconds.</param>
/// <param name="SilosCpu">The CPU time of all silos per scrape, in seconds, including their other work.</param>
internal sealed record ClusterScrapes(double Serve, double Silo, double ServeCpu, double SilosCpu)
{
    /// <summary>Starts all processes, warms up, measures and stops them.</summary>
    /// <returns>Scrapes of the plain page, and of the page with gzip.</returns>
    public static async Task<(ClusterScrapes Plain, ClusterScrapes Compressed)> TakeAsync(
        ScriptGridSetup setup, int silos, int rounds, CancellationToken cancellationToken)
    {
        await using SiloGroup group = await SiloGroup.StartAsync(setup, silos, cancellationToken);
        await using ScriptGridProcess serve = await ScriptGridProcess.StartAsync(setup, cancellationToken);
        return (await TakeAsync(serve, group, rounds, isCompressed: false, cancellationToken), await TakeAsync(serve, group, rounds, isCompressed: true, cancellationToken));
    }

    private static async Task<ClusterScrapes> TakeAsync(
        ScriptGridProcess serve, SiloGroup group, int rounds, bool isCompressed, CancellationToken cancellationToken)
    {
        Uri[] pages = [serve.MetricsAddress, group.Silos[0].MetricsAddress];
        Progress.Report($"scrapes{(isCompressed ? " with gzip" : "")}: warm-up and {rounds} rounds");
        await ScrapeTurns.WarmUpAsync(pages, isCompressed, cancellationToken);
        (TimeSpan Serve, TimeSpan Silos) before = Read();
        double[] medians = await ScrapeTurns.TakeAsync(pages, rounds, isCompressed, cancellationToken);
        (TimeSpan Serve, TimeSpan Silos) after = Read();
        return new ClusterScrapes(
            medians[0], medians[1], (after.Serve - before.Serve).TotalSeconds / rounds, (after.Silos - before.Silos).TotalSeconds / rounds);

        (TimeSpan Serve, TimeSpan Silos) Read() => (ProcessFigures.CpuTime(serve.Id), group.CpuTime);
    }
}
