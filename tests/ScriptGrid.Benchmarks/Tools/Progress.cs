using System.Diagnostics;
using System.Globalization;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>Reports the progress of the benchmark on standard error, so that standard output only has the result.</summary>
internal static class Progress
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    /// <summary>Writes one line, after the seconds since the start.</summary>
    public static void Report(FormattableString step) => Console.Error.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(Start).TotalSeconds,6:F1} s  ") + FormattableString.Invariant(step));
}
