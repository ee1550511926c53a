using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Has a silo given up whose process was killed, as soon as its port refuses connections. The probes of Orleans would take some fifteen
/// seconds; they remain for a host that vanishes, or a process that hangs, neither of which refuses anything.
/// </summary>
internal sealed class KillWatch : BackgroundService
{
    /// <summary>How long one look may take.</summary>
    public static readonly TimeSpan LookLimit = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the witness may take, and how long the membership store.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private readonly ClusterView _view;
    private readonly StallGate _gate;
    private readonly KillWitnesses _witnesses;
    private readonly SiloMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public KillWatch(
        ClusterView view, StallGate gate, KillWitnesses witnesses, SiloMeter meter, TimeProvider time, ILogger<KillWatch> logger) =>
        (_view, _gate, _witnesses, _meter, _time, _logger) = (view, gate, witnesses, meter, time, logger);

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
            // What it saw before the pause is out of date.
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
            // Whatever it was, the next look asks another silo.
            return null;
        }
    }

    /// <summary>The membership is read afresh first: a silo that is ending, or was given up by another, needs nothing more.</summary>
    private async Task GiveUpAsync(GoneSilo gone, CancellationToken cancellationToken)
    {
        try
        {
            await _view.RefreshAsync(cancellationToken).AsTask().WaitAsync(AnswerLimit, _time, cancellationToken);
            if (_view.Shows(gone.Silo, SiloStatus.Active) && await _view.GiveUpAsync(gone.Silo))
            {
                _meter.GaveUp();
                string self = SiloView.NameOf(_view.Self);
                Log.SiloGivenUp(_logger, SiloView.NameOf(gone.Silo), gone.Witness is { } witness ? $"{self} and {SiloView.NameOf(witness)}" : self);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Without the store nobody can be given up; the next look tries again.
            Log.MembershipUnreadable(_logger, failure.Message);
        }
    }
}
