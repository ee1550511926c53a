using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Cluster;

/// <summary>Silos that share one fleet, with the Redis server through which they find each other.</summary>
internal sealed class SiloGroup : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly RedisServerProcess _membership;

    private SiloGroup(RedisServerProcess membership, ScriptGridProcess[] silos) => (_membership, Silos) = (membership, silos);

    /// <summary>The silos.</summary>
    public IReadOnlyList<ScriptGridProcess> Silos { get; }

    /// <summary>The user and system time of all silos together.</summary>
    public TimeSpan CpuTime => TimeSpan.FromTicks(Silos.Sum(static silo => ProcessFigures.CpuTime(silo.Id).Ticks));

    /// <summary>Starts the silos at the same time, and waits until each one's page has every target.</summary>
    public static async Task<SiloGroup> StartAsync(ScriptGridSetup setup, int silos, CancellationToken cancellationToken)
    {
        Progress.Report($"{silos} silos, {setup.Targets:N0} targets: start");
        RedisServerProcess membership = await RedisServerProcess.StartAsync();
        ScriptGridProcess[] started = await Task.WhenAll(
            Enumerable.Range(0, silos).Select(_ => ScriptGridProcess.StartAsync(setup.AsSiloOf(membership), cancellationToken)));
        var group = new SiloGroup(membership, started);
        try
        {
            await group.WaitUntilCompleteAsync(setup.Targets, cancellationToken);
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Silos.Select(static silo => silo.DisposeAsync().AsTask()));
        await _membership.DisposeAsync();
    }

    private async Task WaitUntilCompleteAsync(int targets, CancellationToken cancellationToken)
    {
        using var expired = new CancellationTokenSource(Limit);
        foreach (ScriptGridProcess silo in Silos)
        {
            while ((await silo.ReadMetricsAsync(cancellationToken, "redis_up{")).Series.Count < targets)
            {
                if (expired.IsCancellationRequested)
                {
                    throw new InvalidOperationException("A silo's page never had all targets; this machine is too busy.");
                }

                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
