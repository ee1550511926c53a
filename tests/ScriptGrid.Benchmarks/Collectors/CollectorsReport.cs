using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Collectors;

/// <summary>How long a server was blocked, in microseconds as the server counts them, one value per turn.</summary>
/// <param name="Commands">The number of commands for which the server has statistics.</param>
/// <param name="Collector">By the collector.</param>
/// <param name="Exporter">By all commands of a scrape of redis_exporter.</param>
/// <param name="Others">By other collectors, each with a description of its work.</param>
internal sealed record CollectorsFigures(int Commands, double[] Collector, double[] Exporter, (string What, double[] Times)[] Others);

/// <summary>Compares the figures with their bars.</summary>
internal static class CollectorsReport
{
    private const double MostMicroseconds = 500;

    /// <summary>Creates the table to print.</summary>
    public static ResultTable Create(CollectorsFigures figures)
    {
        double collector = Median(figures.Collector);
        double exporter = Median(figures.Exporter);
        var table = new ResultTable();
        table.Add("commands in use", $"{figures.Commands}");
        table.Add("info, median", $"{collector:F0} µs, at least {figures.Collector.Min():F0}", $"under {MostMicroseconds} µs", collector < MostMicroseconds);
        table.Add("redis_exporter, median", $"{exporter:F0} µs, at least {figures.Exporter.Min():F0}");
        table.Add("  ratio", $"{collector / exporter:F2}x", $"under 1x", collector < exporter);
        foreach ((string what, double[] times) in figures.Others)
        {
            table.Add($"{what}, median", $"{Median(times):F0} µs, at least {times.Min():F0}");
        }

        return table;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
