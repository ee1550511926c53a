namespace ScriptGrid.Testing;

/// <summary>A real Sentinel on a free port of 127.0.0.1, with its own password. It watches one master under the name <c>mail</c>.</summary>
internal sealed class SentinelProcess : IAsyncDisposable
{
    /// <summary>The name of the master.</summary>
    public const string Master = "mail";

    /// <summary>The password that clients and other Sentinels need.</summary>
    public const string Password = "sentinel-secret";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-sentinel-");
    private ChildProcess? _process;

    /// <summary>The port it listens on.</summary>
    public int Port { get; } = FreePort.Find();

    /// <summary>The address that it listens on, <c>127.0.0.1:port</c>.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts a Sentinel.</summary>
    /// <param name="master">The master.</param>
    /// <param name="quorum">How many Sentinels must agree that the master is down.</param>
    /// <param name="masterPassword">The password of the master and its replicas; null if they have none.</param>
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

    /// <summary>
    /// Waits until a failover has ended. If the old master comes back earlier, it may stay master, and its replica may become a replica again.
    /// </summary>
    /// <exception cref="TimeoutException">The failover does not end.</exception>
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
