namespace ScriptGrid.Testing;

/// <summary>A real Sentinel on a free port of 127.0.0.1, with a password of its own, that watches one master by the name <c>mail</c>.</summary>
internal sealed class SentinelProcess : IAsyncDisposable
{
    /// <summary>The name of the master.</summary>
    public const string Master = "mail";

    /// <summary>The password that clients, and other Sentinels, need.</summary>
    public const string Password = "sentinel-secret";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-sentinel-");
    private ChildProcess? _process;

    /// <summary>The port it listens on.</summary>
    public int Port { get; } = FreePort.Find();

    /// <summary>Where it listens, <c>127.0.0.1:port</c>.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts a Sentinel that needs so many others to agree that a master is down.</summary>
    /// <param name="master">The master.</param>
    /// <param name="quorum">How many have to agree.</param>
    /// <param name="masterPassword">The password of the master and its replicas; null where they have none.</param>
    public static async Task<SentinelProcess> StartAsync(RedisServerProcess master, int quorum, string? masterPassword = null)
    {
        var sentinel = new SentinelProcess();
        string configuration = Path.Combine(sentinel._directory.FullName, "sentinel.conf");
        await File.WriteAllLinesAsync(
            configuration,
            [
                "bind 127.0.0.1",
                $"port {sentinel.Port}",
                $"dir {sentinel._directory.FullName}",
                $"requirepass {Password}",
                $"sentinel sentinel-pass {Password}",
                $"sentinel monitor {Master} 127.0.0.1 {master.Port} {quorum}",
                .. masterPassword is null ? Array.Empty<string>() : [$"sentinel auth-pass {Master} {masterPassword}"],
                $"sentinel down-after-milliseconds {Master} 1000",
                $"sentinel failover-timeout {Master} 10000",
            ]);
        sentinel._process = await ChildProcess.StartAsync("redis-server", [configuration, "--sentinel"], "+monitor master");
        return sentinel;
    }

    /// <summary>Waits until a failover is over. A master that comes back before that may be left as it is, and its replica made one again.</summary>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public async Task AwaitSwitchAsync()
    {
        using var expired = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_process!.Log.Contains("+switch-master", StringComparison.Ordinal))
        {
            if (expired.IsCancellationRequested)
            {
                throw new TimeoutException($"No failover ended:\n{_process.Log}");
            }

            await Task.Delay(50);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }
}
