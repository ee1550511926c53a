using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The targets that this silo holds, out of all that the catalogue has, and their results.</summary>
internal sealed class HeldTargets : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Holding> _held = new(StringComparer.Ordinal);
    private readonly FleetStore _store = new();
    private readonly Departures _departures = new();
    private readonly CollectorSet _set;
    private readonly TimeProvider _time;
    private volatile CatalogueTargets _catalogue = CatalogueTargets.Empty;
    private volatile bool _isChanged;
    private volatile bool _isReady;

    /// <param name="time">Drives schedules, deadlines and dates.</param>
    /// <param name="loggers">Told of every change of a target's state.</param>
    /// <param name="scope">Who exposes the metrics.</param>
    public HeldTargets(TimeProvider time, ILoggerFactory loggers, MeterScope scope)
    {
        _time = time;
        _set = new CollectorSet(time, loggers.CreateLogger("ScriptGrid"), () => Results.Targets, OnSettled, scope);
        _set.Context.FirstResults.Expect(); // Until the first sweep has taken up what belongs here.
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
        lock (_gate)
        {
            bool isRenamed = _set.Use(configuration);
            var catalogue = new CatalogueTargets(edition, configuration.Targets);
            foreach (Holding holding in _held.Values.ToArray())
            {
                Follow(holding, catalogue, isRenamed);
            }

            _catalogue = catalogue;
            _isChanged = true;
        }
    }

    /// <summary>
    /// Holds a target from now on, driven by the caller, with what is left of it here or was brought from another silo; null where the
    /// catalogue does not have it.
    /// </summary>
    public Holding? Take(string target, CollectorState? state, Action<TimeSpan> alarm)
    {
        Holding holding;
        lock (_gate)
        {
            if (!_catalogue.TryGet(target, out TargetSpec? spec))
            {
                return null;
            }

            if (!_held.TryGetValue(target, out Holding? known))
            {
                var agenda = new TargetAgenda(Context.Clock);
                known = new Holding(target, agenda, _set.Create(spec, agenda, state));
                _held.Add(target, known);
                _isChanged = true;
            }

            holding = known;
            holding.IsDriven = true;
            _departures.Remove(target);
        }

        holding.Agenda.SetAlarm(alarm);
        return holding;
    }

    /// <summary>Keeps the target without a driver, for the next that takes it.</summary>
    public void Park(Holding holding)
    {
        holding.Agenda.SetAlarm(null);
        lock (_gate)
        {
            holding.IsDriven = false;
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
        holding.Agenda.SetAlarm(null);
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
    public async Task<ScrapeResult> VisitAsync(RedisUri uri, ScrapeRequest request, CancellationToken cancellationToken)
    {
        var agenda = new TargetAgenda(Context.Clock);
        await using ITimer timer = _time.CreateTimer(_ => agenda.Turn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        agenda.SetAlarm(wait => timer.Change(wait, Timeout.InfiniteTimeSpan));
        return await _set.VisitAsync(uri, agenda, request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Holding holding in Holdings)
        {
            Drop(holding);
        }

        _set.Dispose();
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
            holding.Agenda.Ring();
        }
        else if (isRenamed)
        {
            holding.Collector.Dispose();
            holding.Collector = _set.Create(spec, holding.Agenda);
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
