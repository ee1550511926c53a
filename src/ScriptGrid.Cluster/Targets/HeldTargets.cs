using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The targets that this silo holds, out of all that the catalogue has, and their results.</summary>
internal sealed class HeldTargets : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Holding> _held = new(StringComparer.Ordinal);
    private readonly FleetStore _store = new();
    private readonly Departures _departures = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CollectorSet _set;
    private readonly ScheduleWheel _wheel;
    private readonly Task _turning;
    private volatile CatalogueTargets _catalogue = CatalogueTargets.Empty;
    private volatile bool _isChanged;
    private volatile bool _isReady;

    /// <param name="time">Drives schedules, deadlines and dates.</param>
    /// <param name="loggers">Told of every change of a target's state.</param>
    /// <param name="scope">Who exposes the metrics.</param>
    /// <param name="gate">While it is closed nothing is collected.</param>
    public HeldTargets(TimeProvider time, ILoggerFactory loggers, MeterScope scope, StallGate gate)
    {
        _set = new CollectorSet(time, loggers.CreateLogger("ScriptGrid"), () => Results.Targets, OnSettled, scope);
        _set.Context.FirstResults.Expect(); // Until the first sweep has taken up what belongs here.
        _wheel = new ScheduleWheel(_set.Context.Clock);
        _turning = _wheel.RunAsync(() => gate.IsOpen, _stop.Token);
    }

    /// <summary>Raised whenever no first result of a held target is missing any more.</summary>
    public event Action? Settled;

    /// <summary>What all collectors share.</summary>
    public CollectorContext Context => _set.Context;

    /// <summary>What they are kept to.</summary>
    public ScriptGridConfiguration Configuration => _set.Configuration;

    /// <summary>Every target of the cluster, held here or not.</summary>
    public CatalogueTargets Catalogue => _catalogue;

    /// <summary>Whether each scheduled script had its first result on each target that was held so far.</summary>
    public bool IsReady => _isReady;

    /// <summary>The results of what is held, in the catalogue's order.</summary>
    public FleetResults Results
    {
        get
        {
            if (_isChanged)
            {
                lock (_gate)
                {
                    _isChanged = false;
                    _store.Current = CollectorSet.Flatten(CollectorsInOrder());
                }
            }

            return _store.Current;
        }
    }

    /// <summary><see cref="Results"/>, and behind them those of targets that just went to another silo.</summary>
    public FleetResults Exposed
    {
        get
        {
            FleetResults held = Results;
            lock (_gate)
            {
                return _departures.Join(held, Context.Clock.Now);
            }
        }
    }

    /// <summary>What is held.</summary>
    public ImmutableArray<Holding> Holdings
    {
        get
        {
            lock (_gate)
            {
                return [.. _held.Values];
            }
        }
    }

    /// <summary>Takes over an edition of the catalogue: held targets follow it, those that it no longer has are retired.</summary>
    /// <exception cref="IOException">A TLS file is missing on this silo; nothing was changed.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A TLS file cannot be used; nothing was changed.</exception>
    public void Use(ScriptGridConfiguration configuration, long edition)
    {
        Holding[] retired;
        lock (_gate)
        {
            bool isRenamed = _set.Use(configuration);
            var catalogue = new CatalogueTargets(edition, configuration.Targets);
            Holding[] held = [.. _held.Values];
            foreach (Holding holding in held)
            {
                Follow(holding, catalogue, isRenamed);
            }

            _catalogue = catalogue;
            _isChanged = true;
            retired = [.. held.Where(static holding => holding.IsRetired)];
        }

        foreach (Holding holding in retired)
        {
            holding.Review?.Invoke();
        }
    }

    /// <summary>
    /// Holds a target from now on, in the caller's charge, with what is left of it here or was brought from another silo; null where the
    /// catalogue does not have it.
    /// </summary>
    /// <param name="target">The target's identity.</param>
    /// <param name="state">What another silo brought.</param>
    /// <param name="review">See <see cref="Holding.Review"/>.</param>
    public Holding? Take(string target, CollectorState? state, Action review)
    {
        lock (_gate)
        {
            if (!_catalogue.TryGet(target, out TargetSpec? spec))
            {
                return null;
            }

            if (!_held.TryGetValue(target, out Holding? holding))
            {
                holding = new Holding(spec.Address.Id, _set.Create(spec, _wheel, state));
                _held.Add(holding.Target, holding);
                _isChanged = true;
            }

            holding.Review = review;
            holding.Collector.Resume();
            _departures.Remove(target);
            return holding;
        }
    }

    /// <summary>Keeps the target without a driver, for the next that takes it.</summary>
    public void Park(Holding holding)
    {
        lock (_gate)
        {
            holding.Review = null;
            holding.Collector.Pause();
        }

        if (holding.IsRetired)
        {
            Drop(holding);
        }
    }

    /// <summary>Lets the run under way end, and holds the target no longer; the answer is for its next holder.</summary>
    public async Task<CollectorState> ReleaseAsync(Holding holding)
    {
        CollectorState state = await holding.Collector.FinishAsync().ConfigureAwait(false);
        Drop(holding);
        lock (_gate)
        {
            _departures.Add(holding.Collector, Context.Clock.Now);
        }

        return state;
    }

    /// <summary>Holds the target no longer.</summary>
    public void Drop(Holding holding)
    {
        lock (_gate)
        {
            holding.Collector.Dispose();
            _ = _held.Remove(holding.Target);
            _isChanged = true;
        }
    }

    /// <summary>Holds the target no longer if nobody drives it.</summary>
    public void DropParked(string target)
    {
        lock (_gate)
        {
            if (_held.TryGetValue(target, out Holding? holding) && !holding.IsDriven)
            {
                Drop(holding);
            }
        }
    }

    /// <summary>Whether the target is held and driven.</summary>
    public bool IsDriven(string target)
    {
        lock (_gate)
        {
            return _held.TryGetValue(target, out Holding? holding) && holding.IsDriven;
        }
    }

    /// <summary>Tells that all that belongs here was taken up once, so that readiness depends on results alone.</summary>
    public void EndStart() => _set.Context.FirstResults.Arrive();

    /// <summary>Lays the results out for scrapes, once they are all there; best followed by a garbage collection.</summary>
    public void Arrange() => _store.Arrange();

    /// <summary>Runs scripts on a target that is not configured, where that is allowed, for one page.</summary>
    public Task<ScrapeResult> VisitAsync(RedisUri uri, ScrapeRequest request, CancellationToken cancellationToken) =>
        _set.VisitAsync(uri, _wheel, request, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _turning.ConfigureAwait(false);
        foreach (Holding holding in Holdings)
        {
            Drop(holding);
        }

        _set.Dispose();
        _stop.Dispose();
    }

    private ImmutableArray<TargetCollector> CollectorsInOrder() =>
    [
        .. _held.Values.OrderBy(holding => _catalogue.OrderOf(holding.Target)).Select(static holding => holding.Collector),
    ];

    private void Follow(Holding holding, CatalogueTargets catalogue, bool isRenamed)
    {
        if (!catalogue.TryGet(holding.Target, out TargetSpec? spec))
        {
            holding.IsRetired = true;
            holding.Collector.Dispose();
            _ = _held.Remove(holding.Target);
        }
        else if (isRenamed)
        {
            holding.Collector.Dispose();
            holding.Collector = _set.Create(spec, _wheel);
            if (!holding.IsDriven)
            {
                holding.Collector.Pause();
            }
        }
        else
        {
            _set.Update(holding.Collector, spec);
        }
    }

    private void OnSettled()
    {
        _isReady = true;
        Settled?.Invoke();
    }
}
