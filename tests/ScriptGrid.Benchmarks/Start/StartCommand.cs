using System.CommandLine;

namespace ScriptGrid.Benchmarks.Start;

/// <summary>The command <c>start</c>: how long <c>serve</c> with one target takes until its first page, and its memory.</summary>
internal static class StartCommand
{
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How often each program is started.", DefaultValueFactory = static _ => 10 };

    private static readonly Option<int> Seconds = new("--seconds")
    {
        Description = "How long each is scraped, once in a second, before its memory is read; five seconds after its start it puts memory in order.",
        DefaultValueFactory = static _ => 8,
    };

    private static readonly Option<string[]> Programs = new("--program")
    {
        Description = "A further scriptgrid, such as a published or an older one, that takes turns with the one that was built beside; may be given several times.",
        DefaultValueFactory = static _ => [],
    };

    public static Command Create()
    {
        var command = new Command("start", "Time from the start of serve with one target to its first page, and its memory.") { Rounds, Seconds, Programs };
        command.SetAction(static async (result, cancellationToken) =>
        {
            var options = new StartOptions(
                Math.Max(result.GetValue(Rounds), 1),
                TimeSpan.FromSeconds(result.GetValue(Seconds)),
                [Path.Combine(AppContext.BaseDirectory, "scriptgrid"), .. result.GetValue(Programs) ?? []]);
            (await ServeStartBenchmark.RunAsync(options, cancellationToken)).Write(Console.Out);
        });
        return command;
    }
}
