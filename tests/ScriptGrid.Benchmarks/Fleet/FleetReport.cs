using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Fleet;

/// <summary>Compares the figures of a fleet with their bars.</summary>
internal static class FleetReport
{
    private const double MostOverFloor = 0.9;
    private const double MostOverTlsFloor = 1.1;
    private const double LeastUnderExporter = 60;
    private const double MostKibibytesPerTarget = 3.5;
    private const double MostTlsKibibytesPerTarget = 20;
    private const double MostLagOfInterval = 0.1;
    private const double MostRowsOverPairs = 1.3;

    /// <summary>Creates the table to print.</summary>
    public static ResultTable Create(FleetFigures figures)
    {
        var table = new ResultTable();
        AddWork(table, figures);
        AddCpu(table, figures);
        AddMemory(table, figures);
        AddLag(table, figures);
        AddGrowth(table, figures.Compared);
        AddRows(table, figures);
        return table;
    }

    private static void AddWork(ResultTable table, FleetFigures figures)
    {
        FleetMeasurement fleet = figures.Fleet;
        double due = fleet.Targets * (fleet.Elapsed / figures.Options.Interval);
        table.Add("targets", $"{fleet.Targets:N0}{(figures.Options.IsTls ? ", TLS" : "")}");
        table.Add("start, until each was collected", $"{ResultTable.Duration(fleet.Start.TotalSeconds)}, {fleet.FailuresAtStart:N0} failed");
        table.Add("collections", $"{fleet.Collections:N0} of {due:N0} due, {fleet.Failures:N0} failed");
    }

    private static void AddCpu(ResultTable table, FleetFigures figures)
    {
        double cost = figures.Fleet.CpuPerCollection;
        table.Add("CPU per collection", $"{ResultTable.Duration(cost)}");
        (double before, double after) = figures.Floor;
        double mean = (before + after) / 2;
        double mostOverFloor = figures.Options.IsTls ? MostOverTlsFloor : MostOverFloor;
        table.Add(
            "redis-benchmark's per request",
            $"{ResultTable.Duration(mean)} (before {ResultTable.Duration(before)}, after {ResultTable.Duration(after)})");
        table.Add("  ratio", $"{cost / mean:F2}x", $"at most {mostOverFloor}x", cost / mean <= mostOverFloor);

        if (figures.Exporter is { } exporter)
        {
            double share = exporter / cost;
            table.Add("redis_exporter's per scraped target", $"{ResultTable.Duration(exporter)}");
            table.Add("  ratio", $"1/{share:F0}", $"at most 1/{LeastUnderExporter}", share >= LeastUnderExporter);
        }
    }

    private static void AddMemory(ResultTable table, FleetFigures figures)
    {
        double perTarget = figures.Fleet.KibibytesPerTarget(figures.Single);
        table.Add("memory", $"{figures.Fleet.Mebibytes:F1} MiB, with one target {figures.Single.Mebibytes:F1} MiB");
        double most = figures.Options.IsTls ? MostTlsKibibytesPerTarget : MostKibibytesPerTarget;
        table.Add("memory per target", $"{perTarget:F1} KiB", $"at most {most} KiB", perTarget <= most);
    }

    private static void AddLag(ResultTable table, FleetFigures figures)
    {
        BucketCounts lag = figures.Fleet.Lag;
        double bar = figures.Options.Interval.TotalSeconds * MostLagOfInterval;
        table.Add("schedule lag, median", $"{ResultTable.Duration(lag.Quantile(0.5))}");
        table.Add("schedule lag, 90 %", $"{ResultTable.Duration(lag.Quantile(0.9))}");
        table.Add("schedule lag, 99 %", $"{ResultTable.Duration(lag.Quantile(0.99))}", $"under {ResultTable.Duration(bar)}", lag.Quantile(0.99) < bar);
        table.Add("schedule lag, most", $"up to {ResultTable.Duration(lag.Quantile(1))}");
    }

    private static void AddGrowth(ResultTable table, FleetMeasurement[] compared)
    {
        foreach (FleetMeasurement fleet in compared)
        {
            table.Add($"CPU per collection at {fleet.Targets:N0}", $"{ResultTable.Duration(fleet.CpuPerCollection)}");
        }

        if (compared is [var few, var many])
        {
            double growth = many.CpuPerCollection / few.CpuPerCollection;
            table.Add("  ratio", $"{growth:F2}x", $"at most 1x", growth <= 1);
        }
    }

    private static void AddRows(ResultTable table, FleetFigures figures)
    {
        if (figures.Rows is { } rows)
        {
            double growth = rows.CpuPerCollection / figures.Fleet.CpuPerCollection;
            table.Add("CPU per collection of ten labelled rows", $"{ResultTable.Duration(rows.CpuPerCollection)}");
            table.Add("  ratio to ten pairs", $"{growth:F2}x", $"at most {MostRowsOverPairs}x", growth <= MostRowsOverPairs);
        }
    }
}
