using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// Keeps every target of this silo collected without any caller: takes up targets that belong here and are not held, and sends away held targets that belong
/// to other silos. It looks every few seconds, more often while the cluster changes, and at once after a grain was lost.
/// </summary>
internal sealed class TargetSupervisor : BackgroundService
{
    private const int MaxConcurrency = 64;
    private const int MovesAtOnce = 32;

    private static readonly TimeSpan MovesPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MovesPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly IGrainFactory _grains;
    private readonly HeldTargets _held;
    private readonly CatalogueKeeper _catalogue;
    private readonly ClusterView _view;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LoopGuard _syncing;
    private readonly LoopGuard _sweeping;
    private OwnedTargets? _owned;
    private SiloView? _seen;
    private bool _hasJoined;
    private bool _isCatalogueSilent;
    private bool _hasStarted;

    public TargetSupervisor(
        IGrainFactory grains,
        HeldTargets held,
        CatalogueKeeper catalogue,
        ClusterView view,
        TargetGrainServices services,
        TimeProvider time,
        ILogger<TargetSupervisor> logger)
    {
        (_grains, _held, _catalogue, _view, _time, _logger) = (grains, held, catalogue, view, time, logger);
        _syncing = new LoopGuard("keeping to the catalogue", time, logger);
        _sweeping = new LoopGuard("keeping this silo's targets collected", time, logger);
        services.Left += Wake;
        view.Changed += Wake;
        catalogue.Changed += Wake;
        held.TargetsChanged += Wake;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _wake.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long start = _time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await _syncing.RunAsync(SyncAsync, stoppingToken);
            if (_time.GetElapsedTime(start) >= Supervision.JoinPause)
            {
                await _sweeping.RunAsync(() => SweepAsync(stoppingToken), stoppingToken);
            }

            await _wake.WaitAsync(Supervision.PeriodAfter(_view.Age, _hasJoined), stoppingToken);
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (Exception failure) when (failure is SemaphoreFullException or ObjectDisposedException)
        {
            // A wake-up is pending already, or the supervisor has stopped.
        }
    }

    private async Task SyncAsync()
    {
        try
        {
            await (_hasJoined ? _catalogue.SyncAsync() : _catalogue.JoinAsync()).WaitAsync(Patience, _time);
            _hasJoined = true;
            _isCatalogueSilent = false;
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            if (!_isCatalogueSilent)
            {
                _isCatalogueSilent = true;
                Log.CatalogueUnreachable(_logger, Brief.Of(failure.Message));
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        SiloView view = _view.Current;
        Note(view);
        CatalogueTargets catalogue = _held.Catalogue;
        _owned = (_owned ?? OwnedTargets.None(view)).Of(catalogue, view);
        List<string> wanted = [.. Supervision.Wanted(_owned, view, _held.IsDriven)];
        int failed = 0;
        string message = "";
        await Parallel.ForEachAsync(
            wanted,
            new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellationToken },
            async (target, _) =>
            {
                if (await EnsureAsync(target, catalogue.Edition) is { } problem)
                {
                    Interlocked.Increment(ref failed);
                    message = problem;
                }
            });
        if (failed > 0)
        {
            Log.EnsureFailed(_logger, Amount.Of(failed, "target"), Brief.Of(message));
        }
        else if (!_hasStarted && catalogue.Edition > 0 && view.Silos.Length > 0)
        {
            _hasStarted = true;
            _held.EndStart();
        }

        await SendAwayAsync(view, cancellationToken);
    }

    private void Note(SiloView view)
    {
        if (_seen is null || !_seen.Silos.SequenceEqual(view.Silos))
        {
            Log.SilosChanged(_logger, string.Join(", ", view.Ownership.Owners));
        }

        _seen = view;
    }

    /// <summary>
    /// Asks the grains of targets that belong to other silos to move. This is not a message, because the grain directory might route that to another
    /// activation. A target whose grain was lost is dropped at once.
    /// </summary>
    private async Task SendAwayAsync(SiloView view, CancellationToken cancellationToken)
    {
        if (!Supervision.SendsAway(_view.Age))
        {
            return;
        }

        Holding[] misplaced = [.. _held.Holdings.Where(holding => !view.IsMine(holding.Hash))];
        foreach (Holding holding in misplaced)
        {
            _held.DropParked(holding.Target);
        }

        foreach (Holding[] wave in misplaced.Where(static holding => holding.State == HoldingState.Driven).Chunk(MovesAtOnce))
        {
            Array.ForEach(wave, static holding => holding.Review());
            await AwaitMovesAsync(wave, cancellationToken);
        }
    }

    /// <summary>
    /// Waits a short time until the moving targets have gone. A target is not collected while it moves, and many moves at once slow each other down. Targets
    /// that wait for their turn are still collected.
    /// </summary>
    private async Task AwaitMovesAsync(Holding[] wave, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        do
        {
            await Task.Delay(MovesPause, _time, cancellationToken);
        }
        while (_time.GetElapsedTime(start) < MovesPatience && Array.Exists(wave, static holding => holding.State == HoldingState.Leaving));
    }

    private async Task<string?> EnsureAsync(string target, long edition)
    {
        try
        {
            SiloAddress? holder = await _grains.GetGrain<IOwnedTarget>(target).EnsureAsync(edition).WaitAsync(Patience, _time);
            if (holder is not null && !holder.Equals(_view.Self))
            {
                _held.DropParked(target); // Another silo collects it, so the state that a lost grain left here is out of date.
            }

            return null;
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            return failure.Message;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _sweeping.Report(failure); // Only this target fails for now; the sweep goes on.
            return failure.Message;
        }
    }
}
