using System.Globalization;
using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>Measures how long it takes until a server that a test starts has answered.</summary>
internal static class StartBenchmark
{
    private const int ProcessesPerTurn = 5;

    /// <summary>Runs the benchmark.</summary>
    public static async Task<StartFigures> RunAsync(int turns, CancellationToken cancellationToken)
    {
        var first = new List<double>();
        var later = new List<double>();
        Progress.Report($"{turns * ProcessesPerTurn} processes that start servers");
        for (int i = 0; i < turns * ProcessesPerTurn; i++)
        {
            string output = await ProgramRun.OutputOfAsync(EmbeddedCommand.Program, [EmbeddedCommand.Starts], cancellationToken);
            double[] times = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => double.Parse(line, CultureInfo.InvariantCulture))];
            first.Add(times[0]);
            later.AddRange(times[1..]);
        }

        return new StartFigures(first, later);
    }
}
