using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Soak;

/// <summary>The report of a long run: where each figure began and ended, and how fast it grew towards the end.</summary>
internal static class SoakReport
{
    /// <summary>Once a fleet has settled, memory must not keep growing.</summary>
    private const double MostMebibytesPerMinute = 0.5;

    private const double MostDescriptorsPerMinute = 1;
    private const double MostLag = 0.1;

    /// <summary>Creates the table to print. Slopes are those of the second half, by least squares.</summary>
    public static ResultTable Create(SoakOptions options, IReadOnlyList<SoakReading> readings)
    {
        SoakReading[] half = [.. readings.Skip(readings.Count / 2)];
        SoakReading first = readings[0];
        SoakReading last = readings[^1];
        var table = new ResultTable();
        table.Add("targets", $"{options.Targets:N0}{(options.IsCalm ? ", left alone" : ", with faults, reloads and lost connections")}");
        table.Add("minutes", $"{last.Minute:F0}");
        table.Add("collections", $"{readings.Sum(static reading => reading.Collections):N0}, {readings.Sum(static reading => reading.Failures):N0} failed");
        table.Add("memory after a minute, at most, at the end", $"{first.Mebibytes:F1}, {readings.Max(static reading => reading.Mebibytes):F1}, {last.Mebibytes:F1} MiB");
        double memory = Slope(half, static reading => reading.Mebibytes);
        table.Add("memory, second half", $"{memory:+0.00;-0.00} MiB a minute", $"at most {MostMebibytesPerMinute}", memory <= MostMebibytesPerMinute);
        double files = Slope(half, static reading => reading.Descriptors);
        table.Add("open files after a minute, at the end", $"{first.Descriptors:N0}, {last.Descriptors:N0}");
        table.Add("open files, second half", $"{files:+0.00;-0.00} a minute", $"at most {MostDescriptorsPerMinute}", files <= MostDescriptorsPerMinute);
        table.Add("gen-2 collections", $"{last.Gen2 - first.Gen2:N0} after the first minute");
        double lag = readings.Select(static reading => reading.Lag).Order().ElementAt(readings.Count / 2);
        table.Add("schedule lag, 99 %, of the median minute", $"{ResultTable.Duration(lag)}", $"under {ResultTable.Duration(MostLag)}", lag < MostLag);
        table.Add("schedule lag, 99 %, of the worst minute", $"{ResultTable.Duration(readings.Max(static reading => reading.Lag))}");
        return table;
    }

    private static double Slope(SoakReading[] readings, Func<SoakReading, double> figure)
    {
        double meanTime = readings.Average(static reading => reading.Minute);
        double mean = readings.Average(figure);
        double spread = readings.Sum(reading => Math.Pow(reading.Minute - meanTime, 2));
        return spread == 0 ? 0 : readings.Sum(reading => (reading.Minute - meanTime) * (figure(reading) - mean)) / spread;
    }
}
