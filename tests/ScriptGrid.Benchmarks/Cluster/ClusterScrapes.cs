using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Cluster;

/// <summary>Scrapes of a whole fleet, through one process that collects it all and through one of several silos, by turns.</summary>
/// <param name="Serve">Median seconds of a scrape of <c>serve</c>.</param>
/// <param name="Silo">Median seconds of a scrape through a silo.</param>
/// <param name="ServeCpu">CPU seconds of <c>serve</c> for each scrape.</param>
/// <param name="SilosCpu">CPU seconds of all silos for each scrape, with what they do besides.</param>
internal sealed record ClusterScrapes(double Serve, double Silo, double ServeCpu, double SilosCpu)
{
    /// <summary>Starts all of it, warms up, measures and stops it.</summary>
    /// <returns>Scrapes of the page as it stands, and with gzip.</returns>
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
