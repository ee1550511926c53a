using System.CommandLine;

namespace ScriptGrid.Benchmarks.Cluster;

/// <summary>The command <c>cluster</c>: what silos cost compared with a single process, and how fast the loss of one is compensated.</summary>
internal static class ClusterCommand
{
    private static readonly Option<int> Targets = new("--targets")
    {
        Description = "Targets of a silo, and of the fleet that is scraped.",
        DefaultValueFactory = static _ => 8_000,
    };

    private static readonly Option<int> Seconds = new("--seconds")
    {
        Description = "How long to measure CPU and memory, after each warm-up.",
        DefaultValueFactory = static _ => 20,
    };

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often each page is fetched.",
        DefaultValueFactory = static _ => 60,
    };

    public static Command Create()
    {
        var command = new Command("cluster", "CPU, memory and scrapes of silos against serve, and the loss of a silo.") { Targets, Seconds, Rounds };
        command.SetAction(static async (result, cancellationToken) =>
        {
            ClusterFigures figures = await ClusterBenchmark.RunAsync(Read(result), cancellationToken);
            ClusterReport.Create(figures).Write(Console.Out);
        });
        return command;
    }

    private static ClusterOptions Read(ParseResult result) =>
        new(result.GetValue(Targets), TimeSpan.FromSeconds(result.GetValue(Seconds)), result.GetValue(Rounds));
}
