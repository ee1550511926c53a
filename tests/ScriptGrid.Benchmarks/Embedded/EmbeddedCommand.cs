using System.CommandLine;

namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>
/// The command <c>embedded</c>: scripts like those of real projects, on the embedded Redis and on a real one. Also has the commands of its child processes.
/// </summary>
internal static class EmbeddedCommand
{
    /// <summary>The child process that serves until it is killed.</summary>
    internal const string Host = "embedded-host";

    /// <summary>The path of this program, no matter whether it was started by its name or by <c>dotnet</c>.</summary>
    internal static readonly string Program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ScriptGrid.Benchmarks.exe" : "ScriptGrid.Benchmarks");

    /// <summary>The child process that starts servers and reports how long that took.</summary>
    internal const string Starts = "embedded-starts";

    private static readonly Option<int> Turns = new("--turns") { Description = "How often each server is started anew and measured, by turns.", DefaultValueFactory = static _ => 3 };

    private static readonly Option<int> Requests = new("--requests") { Description = "Requests of each measurement, and as many before it.", DefaultValueFactory = static _ => 100_000 };

    private static readonly Option<int> ColdRequests = new("--cold-requests") { Description = "Requests just after a start.", DefaultValueFactory = static _ => 15_000 };

    private static readonly Option<int> Clients = new("--clients") { Description = "Connections.", DefaultValueFactory = static _ => 50 };

    private static readonly Option<string> Only = new("--only") { Description = "Measures scripts alone whose name holds this text.", DefaultValueFactory = static _ => "" };

    public static Command Create()
    {
        var command = new Command("embedded", "EVALSHA on the embedded Redis against redis-server: requests a second and CPU, cold and warm; and how long a start takes.")
        {
            Turns, Requests, ColdRequests, Clients, Only,
        };
        command.SetAction(static async (result, cancellationToken) =>
        {
            var options = new EmbeddedOptions(result.GetValue(Turns), result.GetValue(Requests), result.GetValue(ColdRequests), result.GetValue(Clients), result.GetValue(Only)!);
            IReadOnlyList<WorkloadFigures> figures = await EmbeddedBenchmark.RunAsync(options, cancellationToken);
            EmbeddedReport.Create(options, figures, await StartBenchmark.RunAsync(options.Turns, cancellationToken)).Write(Console.Out);
        });
        return command;
    }

    /// <summary>Creates the hidden commands that child processes run.</summary>
    public static IEnumerable<Command> CreateForChildren()
    {
        var host = new Command(Host) { Hidden = true };
        host.SetAction(static (_, cancellationToken) => EmbeddedHost.ServeAsync(cancellationToken));
        var starts = new Command(Starts) { Hidden = true };
        starts.SetAction(static (_, _) => EmbeddedHost.StartSomeAsync());
        return [host, starts];
    }
}
