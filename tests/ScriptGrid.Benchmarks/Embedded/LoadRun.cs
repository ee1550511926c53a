using System.Globalization;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>The figures of a run of requests.</summary>
/// <param name="PerSecond">The number of requests per second.</param>
/// <param name="CpuSeconds">The server's CPU time per request, user and system, in seconds.</param>
internal readonly record struct LoadFigures(double PerSecond, double CpuSeconds);

/// <summary>A server under the load of <c>redis-benchmark</c>, which sends one EVALSHA over many connections.</summary>
internal sealed class LoadRun(int processId, int port, int clients)
{
    /// <summary>The number of random numbers that <c>redis-benchmark</c> chooses from.</summary>
    private const string Chances = "10000";

    /// <summary>Loads the script and its data, and returns the command to send.</summary>
    public async Task<string[]> PrepareAsync(Workload workload)
    {
        await using RespClient client = await RespClient.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
        await client.CommandAsync("FLUSHALL");
        if (workload.Setup.Length > 0)
        {
            await client.CommandAsync("EVAL", workload.Setup, "0");
        }

        return ["EVALSHA", (string)(await client.CommandAsync("SCRIPT", "LOAD", workload.Text))!, .. workload.Words];
    }

    /// <summary>Sends this number of requests.</summary>
    public async Task<LoadFigures> SendAsync(string[] command, int requests, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", clients.ToString(CultureInfo.InvariantCulture),
            "-n", requests.ToString(CultureInfo.InvariantCulture),
            "-r", Chances,
            "--csv",
            .. command,
        ];
        TimeSpan before = ProcessFigures.CpuTime(processId);
        string output = await ProgramRun.OutputOfAsync("redis-benchmark", arguments, cancellationToken);
        double cpu = (ProcessFigures.CpuTime(processId) - before).TotalSeconds / requests;

        // The last line has the command, the requests per second, and the latencies, each in quotes.
        string[] cells = output.TrimEnd().Split('\n')[^1].Split("\",\"");
        return new LoadFigures(double.Parse(cells[^7], CultureInfo.InvariantCulture), cpu);
    }
}
