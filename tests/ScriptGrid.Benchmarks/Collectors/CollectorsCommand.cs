using System.CommandLine;

namespace ScriptGrid.Benchmarks.Collectors;

/// <summary>The command <c>collectors</c>: how long the collector <c>info</c> blocks a server, compared with redis_exporter's commands.</summary>
internal static class CollectorsCommand
{
    private static readonly Option<int> Turns = new("--turns")
    {
        Description = "How often each of the two asks the server, by turns.",
        DefaultValueFactory = static _ => 100,
    };

    public static Command Create()
    {
        var command = new Command("collectors", "Time for which info blocks a server, against all commands of redis_exporter, by commandstats.") { Turns };
        command.SetAction(static async (result, cancellationToken) =>
        {
            CollectorsFigures figures = await CollectorsBenchmark.RunAsync(result.GetValue(Turns), cancellationToken);
            CollectorsReport.Create(figures).Write(Console.Out);
        });
        return command;
    }
}
