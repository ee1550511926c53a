using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ScriptGrid.Discovery;
using ScriptGrid.Redis;

namespace ScriptGrid.Hosting;

/// <summary>Real Redis servers on free ports of the loopback, with lists that grow and drain. They end with the demo.</summary>
internal sealed class DemoServers : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly List<Process> _processes = [];

    /// <summary>Where the servers listen.</summary>
    public List<TargetAddress> Addresses { get; } = [];

    /// <summary>The first redis-server on the PATH; null where there is none.</summary>
    public static string? FindExecutable() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(static directory => Path.Combine(directory, OperatingSystem.IsWindows() ? "redis-server.exe" : "redis-server"))
            .FirstOrDefault(File.Exists);

    /// <summary>Starts servers and waits until each of them answers.</summary>
    public static async Task<DemoServers> StartAsync(string executable, int count, CancellationToken cancellationToken)
    {
        var servers = new DemoServers();
        try
        {
            for (int i = 0; i < count; i++)
            {
                servers.Start(executable);
            }

            using var limit = new CancellationTokenSource(StartLimit, TimeProvider.System);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            await Task.WhenAll(servers.Addresses.Select(address => WaitAsync(address, either.Token)));
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps the lists moving until cancelled: one grows, one grows and is drained, one breathes.</summary>
    public async Task FeedAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat, TimeProvider.System);
        try
        {
            for (int beat = 0; await timer.WaitForNextTickAsync(cancellationToken); beat++)
            {
                for (int server = 0; server < Addresses.Count; server++)
                {
                    await FeedAsync(Addresses[server], server, beat);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The demo ends.
        }
    }

    /// <summary>Ends the servers.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static async Task FeedAsync(TargetAddress address, int server, int beat)
    {
        string item = beat.ToString(CultureInfo.InvariantCulture);
        await AskAsync(address, "RPUSH", "queue:mail", item, item);
        if (beat % 2 == server % 2)
        {
            await AskAsync(address, "LPOP", "queue:mail");
        }

        int drained = (beat % (10 + server)) == 0 ? 1000 : 1;
        await AskAsync(address, "RPUSH", "queue:thumbnails", item, item, item);
        await AskAsync(address, "LPOP", "queue:thumbnails", drained.ToString(CultureInfo.InvariantCulture));
        await AskAsync(address, "RPUSH", "queue:invoices", item);
    }

    private static async Task<bool> AskAsync(TargetAddress address, params string[] command)
    {
        const int maxReplyBytes = 64 * 1024;
        using var connection = new RedisConnection(address);
        using var exchange = new RedisExchange();
        return await connection.ConnectAsync(tls: null) is null
            && await connection.ExecuteAsync(RedisCommand.Encode(command), exchange, maxReplyBytes) is null;
    }

    private static async Task WaitAsync(TargetAddress address, CancellationToken cancellationToken)
    {
        while (!await AskAsync(address, "PING"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Start(string executable)
    {
        int port = FreePort();
        string[] arguments =
        [
            "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no",
            "--dir", Path.GetTempPath(), "--logfile", "",
        ];
        var start = new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        _processes.Add(process);
        Addresses.Add(TargetAddress.Tcp("127.0.0.1", port, database: 0));
    }
}
