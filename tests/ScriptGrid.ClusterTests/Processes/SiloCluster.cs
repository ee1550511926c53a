using ScriptGrid.Tests.Servers;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos as processes of their own, with a membership Redis that keeps its data and a farm of targets.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<SiloProcess> _silos = [];

    private SiloCluster(RedisServerProcess membership, TargetFarm farm, int targets) =>
        (Membership, Farm, Targets) = (membership, farm, targets);

    /// <summary>The membership Redis.</summary>
    public RedisServerProcess Membership { get; }

    /// <summary>The targets.</summary>
    public TargetFarm Farm { get; }

    /// <summary>How many of them are configured.</summary>
    public int Targets { get; private set; }

    /// <summary>Every silo started so far, in order.</summary>
    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <summary>Keys of the cluster section beside the membership, as in <c>liveness: fast</c>.</summary>
    public string Settings { get; init; } = "liveness: normal";

    /// <summary>Starts membership, targets and silos, and waits until every target was collected.</summary>
    public static async Task<SiloCluster> StartAsync(int silos, int targets, string settings = "liveness: normal", int room = 0)
    {
        RedisServerProcess membership = await RedisServerProcess.StartAsync("appendonly yes", "appendfsync always");
        var cluster = new SiloCluster(membership, await TargetFarm.StartAsync(Math.Max(targets, room)), targets) { Settings = settings };
        try
        {
            await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => cluster.AddAsync()));
            await cluster.WaitForAllAsync(cluster.Silos[0]);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more silo, on free ports or where another was.</summary>
    public async Task<SiloProcess> AddAsync(Ports? ports = null)
    {
        string configuration = Configure(Targets);
        SiloProcess silo = await SiloProcess.StartAsync(ports ?? Ports.Find(), "--config.file", configuration);
        lock (_silos)
        {
            _silos.Add(silo);
        }

        return silo;
    }

    /// <summary>Writes the configuration anew, for this many targets from <paramref name="first"/> on.</summary>
    public string Configure(int targets, int first = 0)
    {
        Targets = targets;
        return Farm.Configure(
            Enumerable.Range(first, targets),
            $"{{membership: redis, connection: \"{Membership.Address}\", cluster_id: test, {Settings}}}");
    }

    /// <summary>Waits until a silo's page has a value of every target.</summary>
    public Task WaitForAllAsync(SiloProcess silo) => WaitAsync(
        async () => ScrapedPage.Read(await silo.GetAsync()).Targets.Count == Targets, $"{Targets} targets at {silo.Name}");

    /// <summary>Waits until the condition holds.</summary>
    public async Task WaitAsync(Func<Task<bool>> condition, string description)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            Assert.False(expired.IsCancellationRequested, $"Never came: {description}\n{string.Join("\n--\n", _silos.Select(static silo => silo.Log.Split('\n').TakeLast(20)).Select(static lines => string.Join('\n', lines)))}");
            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_silos.Select(static silo => silo.DisposeAsync().AsTask()));
        await Farm.DisposeAsync();
        await Membership.DisposeAsync();
    }
}
