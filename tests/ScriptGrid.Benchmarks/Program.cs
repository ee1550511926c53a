using System.CommandLine;
using ScriptGrid.Benchmarks.Cluster;
using ScriptGrid.Benchmarks.Collectors;
using ScriptGrid.Benchmarks.Embedded;
using ScriptGrid.Benchmarks.Fleet;
using ScriptGrid.Benchmarks.Pages;
using ScriptGrid.Benchmarks.Rollups;
using ScriptGrid.Benchmarks.Scrape;
using ScriptGrid.Benchmarks.Simulation;
using ScriptGrid.Benchmarks.Soak;
using ScriptGrid.Benchmarks.Start;

RootCommand root = new("Measures ScriptGrid beside the programs that its bars name.")
{
    FleetCommand.Create(),
    StartCommand.Create(),
    ScrapeCommand.Create(),
    ClusterCommand.Create(),
    SoakCommand.Create(),
    CollectorsCommand.Create(),
    RollupsCommand.Create(),
    PagesCommand.Create(),
    SimulateCommand.Create(),
    EmbeddedCommand.Create(),
};
foreach (Command command in EmbeddedCommand.CreateForChildren())
{
    root.Add(command);
}

// When the benchmark itself is asked to stop, the servers that it started get this long to end.
var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
try
{
    return await root.Parse(args).InvokeAsync(invocation);
}
catch (OperationCanceledException)
{
    return 130;
}
catch (InvalidOperationException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
