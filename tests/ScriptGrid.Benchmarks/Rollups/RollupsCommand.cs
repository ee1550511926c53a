using System.CommandLine;

namespace ScriptGrid.Benchmarks.Rollups;

/// <summary>The command <c>rollups</c>: how long the rollups of a fleet take for each page.</summary>
internal static class RollupsCommand
{
    private static readonly Option<int> Targets = new("--targets")
    {
        Description = "Targets whose values are rolled up.",
        DefaultValueFactory = static _ => 10_000,
    };

    private static readonly Option<int> Passes = new("--passes")
    {
        Description = "How often they are rolled up; the last five count, when all of it is compiled.",
        DefaultValueFactory = static _ => 300,
    };

    public static Command Create()
    {
        var command = new Command("rollups", "Time to roll ten rows of each target up and to write the page, in this process.") { Targets, Passes };
        command.SetAction(static result =>
        {
            RollupsBenchmark.Run(result.GetValue(Targets), Math.Max(result.GetValue(Passes), RollupsBenchmark.Counted)).Write(Console.Out);
        });
        return command;
    }
}
