using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Operates the <see cref="StallGate"/>: beats, and after a pause reads the membership until it says that this silo is active.</summary>
internal sealed class StallWatch(
    StallGate gate, ClusterView view, StoreOutage outage, SiloMeter meter, TimeProvider time, ILogger<StallWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the membership store may take. A longer wait would count as another pause.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private bool _isClosed;

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        gate.Retire();
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var guard = new LoopGuard("watching for stalls", time, logger);
        _ = gate.Beat(); // The time spent starting is not a pause.
        gate.Open();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await guard.RunAsync(() => BeatAsync(stoppingToken), stoppingToken);
        }
    }

    private async Task BeatAsync(CancellationToken stoppingToken)
    {
        if (gate.Beat() is { } pause)
        {
            _isClosed = true;
            meter.Stalled();
            Log.Stalled(logger, pause.TotalSeconds);
        }

        if (_isClosed && await IsActiveAsync(stoppingToken))
        {
            gate.Open();
            _isClosed = false;
            Log.StallOver(logger);
        }
    }

    private async Task<bool> IsActiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await view.RefreshAsync(cancellationToken).AsTask().WaitAsync(AnswerLimit, time, cancellationToken);
            outage.Read();
            return view.IsActive;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            outage.Fail(failure);
            return false;
        }
    }
}
