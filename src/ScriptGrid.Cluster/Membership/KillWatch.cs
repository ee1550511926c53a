using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Has a silo declared dead as soon as its port refuses connections, because then its process was killed. Orleans' probes would take some fifteen seconds.
/// They still cover a host that vanishes and a process that hangs, because neither refuses connections.
/// </summary>
internal sealed class KillWatch : BackgroundService
{
    /// <summary>How long one look at a port may take.</summary>
    public static readonly TimeSpan LookLimit = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the witness may take to answer, and also how long the membership store may take.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private readonly ClusterView _view;
    private readonly StallGate _gate;
    private readonly StoreOutage _outage;
    private readonly KillWitnesses _witnesses;
    private readonly SiloMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public KillWatch(
        ClusterView view, StallGate gate, StoreOutage outage, KillWitnesses witnesses, SiloMeter meter, TimeProvider time, ILogger<KillWatch> logger) =>
        (_view, _gate, _outage, _witnesses, _meter, _time, _logger) = (view, gate, outage, witnesses, meter, time, logger);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watch = new NeighbourWatch(
            _view.Self, silo => PortLook.LookAsync(silo.Endpoint, LookLimit, _time, stoppingToken), AskAsync);
        using var timer = new PeriodicTimer(Period, _time);
        var guard = new LoopGuard("watching neighbours", _time, _logger);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await guard.RunAsync(() => LookAsync(watch, stoppingToken), stoppingToken);
        }
    }

    private async Task LookAsync(NeighbourWatch watch, CancellationToken stoppingToken)
    {
        if (!_gate.IsOpen)
        {
            // What was seen before the pause is out of date.
            watch.Forget();
            return;
        }

        ImmutableArray<GoneSilo> gone = await watch.LookAsync(_view.Current.Silos);
        await Task.WhenAll(gone.Select(silo => GiveUpAsync(silo, stoppingToken)));
    }

    private async Task<bool?> AskAsync(SiloAddress witness, SiloAddress suspect)
    {
        try
        {
            return await _witnesses.Of(witness).SeesRefusalAsync(suspect).WaitAsync(AnswerLimit, _time);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // No matter what failed, the next look asks another silo.
            return null;
        }
    }

    /// <summary>
    /// Has the silo declared dead, after it has read the membership again: nothing is left to do if the silo is shutting down or another silo was faster.
    /// </summary>
    private async Task GiveUpAsync(GoneSilo gone, CancellationToken cancellationToken)
    {
        try
        {
            await _view.RefreshAsync(cancellationToken).AsTask().WaitAsync(AnswerLimit, _time, cancellationToken);
            _outage.Read();
            if (_view.Shows(gone.Silo, SiloStatus.Active) && await _view.GiveUpAsync(gone.Silo))
            {
                _meter.GaveUp();
                string self = SiloView.NameOf(_view.Self);
                Log.SiloGivenUp(_logger, SiloView.NameOf(gone.Silo), gone.Witness is { } witness ? $"{self} and {SiloView.NameOf(witness)}" : self);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Without the store no silo can be declared dead; the next look tries again.
            _outage.Fail(failure);
        }
    }
}
