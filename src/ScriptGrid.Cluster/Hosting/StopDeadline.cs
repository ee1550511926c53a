using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// Ends a silo that was told to stop and cannot: while the membership store does not answer, Orleans would try for a minute to note there that
/// the silo is gone, and supervisors are less patient.
/// </summary>
internal sealed class StopDeadline(
    IHostApplicationLifetime lifetime, IOptions<HostOptions> host, TimeProvider time, ILogger<StopDeadline> logger) : IHostedService, IDisposable
{
    /// <summary>How much longer than the host's own time to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Until the log is written.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

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
        await Task.Delay(LastWords, time);
        Environment.Exit(ExitCode.Failure);
    }
}
