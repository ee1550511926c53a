using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// Ends a silo that was asked to stop but cannot. If the membership store does not answer, Orleans tries for a minute to record there that the silo is
/// gone, and process supervisors do not wait that long.
/// </summary>
internal sealed class StopDeadline(
    IHostApplicationLifetime lifetime, IOptions<HostOptions> host, SiloEnd end, TimeProvider time, ILogger<StopDeadline> logger) : IHostedService, IDisposable
{
    /// <summary>The time that the silo gets in addition to the host's own shutdown timeout.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private ITimer? _timer;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        TimeSpan limit = host.Value.ShutdownTimeout + Grace;
        lifetime.ApplicationStopping.Register(() => _timer = time.CreateTimer(_ => _ = EndAsync(limit), null, limit, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private async Task EndAsync(TimeSpan limit)
    {
        Log.StopAborted(logger, limit.TotalSeconds);
        await end.EndAsync();
    }
}
