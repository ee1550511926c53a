using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>
/// Compares the figures with their bars. A ratio is the median of the turns' ratios, because both servers of a turn had the same conditions.
/// </summary>
internal static class EmbeddedReport
{
    private const double FewestRequests = 1.0;
    private const double MostCpu = 1.0;
    private const double MostStartMilliseconds = 60;

    /// <summary>Creates the table to print.</summary>
    public static ResultTable Create(EmbeddedOptions options, IReadOnlyList<WorkloadFigures> figures, StartFigures starts)
    {
        var table = new ResultTable();
        foreach (WorkloadFigures script in figures)
        {
            AddRequests(table, $"{script.Workload.Name}, first {options.ColdRequests:N0}", script.Turns, static turn => (turn.ColdRedis, turn.ColdEmbedded));
            AddRequests(table, $"{script.Workload.Name}, warm", script.Turns, static turn => (turn.WarmRedis, turn.WarmEmbedded));
        }

        double first = Median(starts.First);
        table.Add("start to first answer, first of a process", $"{first:F1} ms", $"{MostStartMilliseconds} ms", first < MostStartMilliseconds);
        table.Add("start to first answer, later", $"{Median(starts.Later):F2} ms");
        return table;
    }

    private static void AddRequests(ResultTable table, string name, IReadOnlyList<Turn> turns, Func<Turn, (LoadFigures Redis, LoadFigures Embedded)> pick)
    {
        (LoadFigures Redis, LoadFigures Embedded)[] pairs = [.. turns.Select(pick)];
        double requests = Median([.. pairs.Select(static pair => pair.Embedded.PerSecond / pair.Redis.PerSecond)]);
        double cpu = Median([.. pairs.Select(static pair => pair.Embedded.CpuSeconds / pair.Redis.CpuSeconds)]);
        table.Add(
            $"{name}: requests/s",
            $"{requests:F2}x ({Median([.. pairs.Select(static pair => pair.Embedded.PerSecond)]):N0} against {Median([.. pairs.Select(static pair => pair.Redis.PerSecond)]):N0})",
            $"{FewestRequests:F1}x",
            requests >= FewestRequests);
        table.Add(
            "  CPU per request",
            $"{cpu:F2}x ({Median([.. pairs.Select(static pair => pair.Embedded.CpuSeconds)]) * 1e6:F1} µs against {Median([.. pairs.Select(static pair => pair.Redis.CpuSeconds)]) * 1e6:F1} µs)",
            $"{MostCpu:F1}x",
            cpu <= MostCpu);
    }

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
