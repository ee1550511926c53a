using System.Globalization;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>What a run of requests came to.</summary>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="CpuSeconds">What each took of the server's CPU, user and system.</param>
internal readonly record struct LoadFigures(double PerSecond, double CpuSeconds);

/// <summary>A server under the load of <c>redis-benchmark</c>, which sends one EVALSHA over many connections.</summary>
internal sealed class LoadRun(int processId, int port, int clients)
{
    /// <summary>From how many numbers <c>redis-benchmark</c> chooses.</summary>
    private const string Chances = "10000";

    /// <summary>Loads the script and its data, and gives what is to be sent.</summary>
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

    /// <summary>Sends so many requests.</summary>
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

        // The last line is the command, requests a second, and latencies, each in quotes.
        string[] cells = output.TrimEnd().Split('\n')[^1].Split("\",\"");
        return new LoadFigures(double.Parse(cells[^7], CultureInfo.InvariantCulture), cpu);
    }
}
