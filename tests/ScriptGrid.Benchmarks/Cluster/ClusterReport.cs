using ScriptGrid.Benchmarks.Fleet;
using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Cluster;

/// <summary>Compares the figures of a cluster with their bars.</summary>
internal static class ClusterReport
{
    private const double MostCpuOverServe = 1.25;
    private const double MostKibibytesPerTarget = 8;
    private const double MostScrapeOverServe = 1.5;
    private const double MostSecondsUntilLast = 3;

    /// <summary>Creates the table to print.</summary>
    public static ResultTable Create(ClusterFigures figures)
    {
        var table = new ResultTable();
        AddWork(table, figures);
        AddCpu(table, figures.Serve.Fleet.CpuPerCollection, figures.Silo.Fleet.CpuPerCollection);
        AddMemory(table, figures);
        AddScrapes(table, "scrape", figures.Scrapes.Plain);
        AddScrapes(table, "scrape with gzip", figures.Scrapes.Compressed);
        AddLoss(table, figures.Loss);
        return table;
    }

    private static void AddWork(ResultTable table, ClusterFigures figures)
    {
        foreach ((string name, FleetMeasurement fleet) in new[] { ("serve", figures.Serve.Fleet), ("one silo", figures.Silo.Fleet) })
        {
            double due = fleet.Targets * (fleet.Elapsed / figures.Options.Interval);
            table.Add($"collections, {name}", $"{fleet.Collections:N0} of {due:N0} due, {fleet.Failures:N0} failed");
        }
    }

    private static void AddCpu(ResultTable table, double serve, double silo)
    {
        table.Add("CPU per collection, serve", $"{ResultTable.Duration(serve)}");
        table.Add("CPU per collection, one silo", $"{ResultTable.Duration(silo)}");
        table.Add("  ratio", $"{silo / serve:F2}x", $"at most {MostCpuOverServe}x", silo / serve <= MostCpuOverServe);
    }

    private static void AddMemory(ResultTable table, ClusterFigures figures)
    {
        double serve = figures.Serve.Fleet.KibibytesPerTarget(figures.Serve.Single);
        double silo = figures.Silo.Fleet.KibibytesPerTarget(figures.Silo.Single);
        table.Add("memory per target, serve", $"{serve:F1} KiB; with one target {figures.Serve.Single.Mebibytes:F0} MiB");
        table.Add(
            "memory per target, one silo",
            $"{silo:F1} KiB; with one target {figures.Silo.Single.Mebibytes:F0} MiB",
            $"at most {MostKibibytesPerTarget} KiB",
            silo <= MostKibibytesPerTarget);
    }

    private static void AddScrapes(ResultTable table, string what, ClusterScrapes scrapes)
    {
        double ratio = scrapes.Silo / scrapes.Serve;
        table.Add($"{what} of serve", $"{ResultTable.Duration(scrapes.Serve)}; CPU {ResultTable.Duration(scrapes.ServeCpu)}");
        table.Add($"{what} through one of the silos", $"{ResultTable.Duration(scrapes.Silo)}; CPU of all {ResultTable.Duration(scrapes.SilosCpu)}");
        table.Add("  ratio", $"{ratio:F2}x", $"at most {MostScrapeOverServe}x", ratio <= MostScrapeOverServe);
    }

    private static void AddLoss(ResultTable table, SiloLoss loss)
    {
        double seconds = loss.UntilLast.TotalSeconds;
        table.Add(
            $"SIGKILL to the last of {loss.Targets} targets", $"{ResultTable.Duration(seconds)}", $"at most {MostSecondsUntilLast} s", seconds <= MostSecondsUntilLast);
        table.Add("  scrapes through the survivors", $"{loss.Failed} of {loss.Scrapes} failed", $"none", loss.Failed == 0);
    }
}
