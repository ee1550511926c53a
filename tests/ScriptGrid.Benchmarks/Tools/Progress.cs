using System.Diagnostics;
using System.Globalization;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>What the benchmark is at, to standard error, so that standard output holds the result alone.</summary>
internal static class Progress
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    /// <summary>Writes one line behind the seconds since the start.</summary>
    public static void Report(FormattableString step) => Console.Error.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(Start).TotalSeconds,6:F1} s  ") + FormattableString.Invariant(step));
}
