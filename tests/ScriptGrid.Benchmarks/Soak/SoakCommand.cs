using System.CommandLine;

namespace ScriptGrid.Benchmarks.Soak;

/// <summary>The command <c>soak</c>: how memory, file descriptors and lag develop over a long time.</summary>
internal static class SoakCommand
{
    private static readonly Option<double> Hours = new("--hours") { Description = "How long, in hours." };

    private static readonly Option<double> Minutes = new("--minutes") { Description = "How long, in minutes." };

    private static readonly Option<int> Targets = new("--targets")
    {
        Description = "Number of targets.",
        DefaultValueFactory = static _ => 3_000,
    };

    private static readonly Option<double> Interval = new("--interval-seconds")
    {
        Description = "Seconds from one collection of a target to the next.",
        DefaultValueFactory = static _ => 1,
    };

    private static readonly Option<bool> Calm = new("--calm") { Description = "Leave the fleet alone: no faults, reloads or lost connections." };

    public static Command Create()
    {
        var command = new Command("soak", "Memory, descriptors, collections of garbage and lag of serve over a long time, under faults, reloads and scrapes.")
        {
            Hours, Minutes, Targets, Interval, Calm,
        };
        command.Validators.Add(static result =>
        {
            if (result.GetValue(Hours) * 60 + result.GetValue(Minutes) < 3)
            {
                result.AddError("Say how long, at least three minutes: --hours 1 or --minutes 15.");
            }
        });
        command.SetAction(static async (result, cancellationToken) =>
        {
            var options = new SoakOptions(
                result.GetValue(Targets),
                TimeSpan.FromSeconds(result.GetValue(Interval)),
                TimeSpan.FromHours(result.GetValue(Hours)) + TimeSpan.FromMinutes(result.GetValue(Minutes)),
                result.GetValue(Calm));
            IReadOnlyList<SoakReading> readings = await SoakBenchmark.RunAsync(options, cancellationToken);
            SoakReport.Create(options, readings).Write(Console.Out);
        });
        return command;
    }
}
