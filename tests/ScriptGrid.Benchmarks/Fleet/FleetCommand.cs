using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Benchmarks.Fleet;

/// <summary>The command <c>fleet</c>: what a collection and a target cost.</summary>
internal static class FleetCommand
{
    private static readonly Option<int> Targets = new("--targets")
    {
        Description = "Number of targets.",
        DefaultValueFactory = static _ => 10_000,
    };

    private static readonly Option<TimeSpan> Interval = new("--interval")
    {
        Description = "Time between two collections of a target.",
        DefaultValueFactory = static _ => TimeSpan.FromSeconds(1),
        CustomParser = ParseDuration,
    };

    private static readonly Option<int> Seconds = new("--seconds")
    {
        Description = "How long to measure, after the warm-up.",
        DefaultValueFactory = static _ => 20,
    };

    private static readonly Option<bool> Tls = new("--tls") { Description = "Connect with TLS, as redis-benchmark does then; leaves redis_exporter out." };

    private static readonly Option<int[]> Compared = new("--compare-targets")
    {
        Description = "Two more numbers of targets, such as 1000,15000, to compare the cost of a collection at.",
        DefaultValueFactory = static _ => [],
        CustomParser = ParseNumbers,
    };

    private static readonly Option<bool> Rows = new("--rows")
    {
        Description = "Measure a script that returns ten rows of declared metrics as well, beside that of ten pairs.",
    };

    public static Command Create()
    {
        var command = new Command("fleet", "CPU per collection, memory per target and schedule lag.") { Targets, Interval, Seconds, Tls, Compared, Rows };
        command.SetAction(static async (result, cancellationToken) =>
        {
            FleetFigures figures = await FleetBenchmark.RunAsync(Read(result), cancellationToken);
            FleetReport.Create(figures).Write(Console.Out);
        });
        return command;
    }

    private static FleetOptions Read(ParseResult result) => new(
        result.GetValue(Targets),
        result.GetValue(Interval),
        TimeSpan.FromSeconds(result.GetValue(Seconds)),
        result.GetValue(Tls),
        result.GetValue(Compared) ?? [])
    {
        HasRows = result.GetValue(Rows),
    };

    private static TimeSpan ParseDuration(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (!PrometheusDuration.TryParse(text, out TimeSpan duration) || duration == TimeSpan.Zero)
        {
            argument.AddError($"'{text}' is no duration; write 1s or 500ms.");
        }

        return duration;
    }

    private static int[] ParseNumbers(ArgumentResult argument)
    {
        string[] words = argument.Tokens[0].Value.Split(',');
        int[] numbers = [.. words.Select(static word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        if (numbers.Length != 2 || numbers.Contains(0))
        {
            argument.AddError($"'{argument.Tokens[0].Value}' is not two numbers of targets; write 1000,15000.");
        }

        return numbers;
    }
}
