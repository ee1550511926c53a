using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>The command <c>simulate</c>: silos on simulated time, with seeds that decide what goes wrong.</summary>
internal static class SimulateCommand
{
    private const int ShownFailures = 5;
    private const int ShownLines = 60;

    private static readonly Option<int> Targets = new("--targets") { Description = "Targets of the fleet.", DefaultValueFactory = static _ => 60 };

    private static readonly Option<int> Silos = new("--silos") { Description = "Silos at most; a seed may begin with fewer.", DefaultValueFactory = static _ => 5 };

    private static readonly Option<string?> Seeds = new("--seeds") { Description = "The seeds, as 1..1000, or one of them. Without any the costs of a fleet of this size are measured, and one run without chance tells its messages." };

    private static readonly Option<double?> Interval = new("--interval-seconds") { Description = "Seconds from one collection of a target to the next; 1, and 15 for costs." };

    private static readonly Option<string?> Trace = new("--trace") { Description = "Tells what happens, with each collection of this target; 'all' is without any." };

    public static Command Create()
    {
        var command = new Command("simulate", "Silos on fake time, with the product's own decisions, while processes, hosts, networks and files change: what is promised must hold.")
        {
            Targets, Silos, Seeds, Interval, Trace,
        };
        command.SetAction(static result =>
        {
            string? seeds = result.GetValue(Seeds);
            var interval = TimeSpan.FromSeconds(result.GetValue(Interval) ?? (seeds is null ? 15 : 1));
            var options = new SimulationOptions(result.GetValue(Targets), result.GetValue(Silos), interval) { IsTour = seeds is null };
            (int first, int last) = Range(seeds ?? "1");
            if (result.GetValue(Trace) is { } traced)
            {
                SimulationResult run = Simulator.Run(options, first, isTraced: true, traced);
                Console.Out.WriteLine(string.Join('\n', run.World.Happened));
                return run.Failure is null ? 0 : 1;
            }

            return seeds is null ? Tour(options) : RunAll(options, first, last);
        });
        return command;
    }

    private static (int First, int Last) Range(string text)
    {
        string[] ends = text.Split("..");
        return int.TryParse(ends[0], CultureInfo.InvariantCulture, out int first) && int.TryParse(ends[^1], CultureInfo.InvariantCulture, out int last) && ends.Length <= 2 && first <= last
            ? (first, last)
            : throw new InvalidOperationException($"'{text}' are no seeds: write 1..1000, or 17.");
    }

    private static int RunAll(SimulationOptions options, int first, int last)
    {
        long start = Stopwatch.GetTimestamp();
        var totals = new SimulationTotals();
        Parallel.ForEach(
            Enumerable.Range(first, last - first + 1),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            seed => totals.Add(Simulator.Run(options, seed)));
        foreach ((int seed, string failure) in totals.Failures.OrderBy(static failure => failure.Seed).Take(ShownFailures))
        {
            Show(options, seed, failure);
        }

        totals.Report(Stopwatch.GetElapsedTime(start)).Write(Console.Out);
        return totals.Failures.Count == 0 ? 0 : 1;
    }

    private static int Tour(SimulationOptions options)
    {
        var table = new ResultTable();
        using (var costs = new ScalingCosts(options))
        {
            costs.Measure(table);
        }

        Progress.Report($"simulating");
        long start = Stopwatch.GetTimestamp();
        SimulationResult result = Simulator.Run(options, 1, isTraced: true);
        World world = result.World;
        Console.Out.WriteLine(string.Join('\n', world.Happened.Where(static line => line.Contains("--", StringComparison.Ordinal) || line.Contains("FAILED", StringComparison.Ordinal))));
        double seconds = world.Timeline.Now.TotalSeconds;
        table.Add("simulated", $"{seconds:F0} s in {ResultTable.Duration(Stopwatch.GetElapsedTime(start).TotalSeconds)}: {string.Join(", ", world.Scenario.Faults.Select(static fault => fault.Kind))}", $"every promise kept", result.Failure is null);
        foreach ((string kind, long count) in world.Network.Sent)
        {
            table.Add($"messages: {kind}", $"{count:N0}, {count / seconds:N1} a second");
        }

        table.Write(Console.Out);
        return result.Failure is null ? 0 : 1;
    }

    private static void Show(SimulationOptions options, int seed, string failure)
    {
        IReadOnlyList<string> happened = Simulator.Run(options, seed, isTraced: true).World.Happened;
        Console.Out.WriteLine($"seed {seed}: {failure}");
        Console.Out.WriteLine(string.Join('\n', happened.TakeLast(ShownLines).Select(static line => "    " + line)));
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"    again: dotnet run -c Release --project tests/ScriptGrid.Benchmarks -- simulate --targets {options.Targets} --silos {options.Silos} --interval-seconds {options.Interval.TotalSeconds} --seeds {seed} --trace all\n"));
    }
}
