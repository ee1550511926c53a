using System.Diagnostics;
using System.Runtime.InteropServices;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>A silo as users run it: a process of its own.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    /// <summary>Several at once on two busy cores.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(180);

    /// <summary>What supervisors allow by default.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private SiloProcess(ChildProcess process, Ports ports)
    {
        (_process, Ports) = (process, ports);
        HttpAddress = ServedAddress.In(process.Log);
        _client = new HttpClient { BaseAddress = new Uri($"http://{HttpAddress}"), Timeout = TimeSpan.FromSeconds(15) };
    }

    /// <summary>Its ports; another silo on them takes its place.</summary>
    public Ports Ports { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>What the cluster calls it.</summary>
    public string Name => $"127.0.0.1:{Ports.Silo}";

    /// <summary>Where it serves.</summary>
    public string HttpAddress { get; }

    /// <summary>Everything it logged so far.</summary>
    public string Log => _process.Log;

    /// <summary>Whether it is gone, for whatever reason.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a silo and waits until it serves.</summary>
    public static async Task<SiloProcess> StartAsync(Ports ports, params IEnumerable<string> arguments) =>
        new(await StartUntilAsync(ServedAddress.Mark, ports, arguments), ports);

    /// <summary>Starts one that need not come to serve, and waits for a line of its log.</summary>
    public static Task<ChildProcess> StartUntilAsync(string mark, Ports ports, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "scriptgrid"),
            [
                "silo",
                "--web.listen-address", $"127.0.0.1:{ports.Http}",
                "--cluster.silo-port", $"{ports.Silo}",
                "--cluster.gateway-port", $"{ports.Gateway}",
                .. arguments,
            ])
        {
            // Where the runtime of these tests lies, for machines on which it is in no usual place.
            Environment = { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")) },
        };
        return ChildProcess.StartAsync(start, mark, StartLimit);
    }

    /// <summary>Its metrics page, by default of the targets that it holds itself.</summary>
    public async Task<ScrapedPage> ScrapeAsync(string path = "/metrics?scope=local") => ScrapedPage.Read(await GetAsync(path));

    /// <summary>An answer's status and body.</summary>
    public async Task<(int Status, string Body)> GetAsync(string path = "/metrics")
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Tells it to read its configuration again; the answer's status.</summary>
    public async Task<int> ReloadAsync()
    {
        using HttpResponseMessage response = await _client.PostAsync(new Uri("/-/reload", UriKind.Relative), null);
        return (int)response.StatusCode;
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> TerminateAsync(TimeSpan? limit = null) => _process.TerminateAsync(limit ?? StopLimit);

    /// <summary>Waits until it ends by itself; returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        try
        {
            return await _process.WaitForExitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Name} did not end:\n{Log}");
        }
    }

    /// <summary>SIGSTOP: it stands still, and its connections stay open.</summary>
    public void Pause() => _process.Pause();

    /// <summary>SIGCONT.</summary>
    public void Continue() => _process.Continue();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }
}

/// <summary>The ports of a silo; 0 for HTTP lets the system choose.</summary>
internal sealed record Ports(int Http, int Silo, int Gateway)
{
    /// <summary>Ports that nobody listens on.</summary>
    public static Ports Find() => new(FreePort.Find(), FreePort.Find(), FreePort.Find());
}
