using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The targets of the catalogue that this silo holds, and their results.</summary>
internal sealed class HeldTargets : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HoldingBook<Holding> _held = new();
    private readonly HeldResults _results;
    private readonly CancellationTokenSource _stop = new();
    private readonly CollectorSet _set;
    private readonly ScheduleWheel _wheel;
    private readonly Task _turning;
    private volatile CatalogueTargets _catalogue = CatalogueTargets.Empty;
    private volatile bool _isReady;

    /// <param name="time">Drives schedules, deadlines and dates.</param>
    /// <param name="loggers">Creates the logger, which gets every change of a target's state.</param>
    /// <param name="metrics">The metrics to which the collector's own are added.</param>
    /// <param name="gate">Nothing is collected while it is closed.</param>
    /// <param name="secrets">Receives the targets' secrets; null if nothing else needs them.</param>
    public HeldTargets(TimeProvider time, ILoggerFactory loggers, OwnMetrics metrics, StallGate gate, ConfiguredSecrets? secrets = null)
    {
        _results = new HeldResults(_gate, () => _set!.LayOut(CollectorsInOrder()));
        _set = new CollectorSet(time, loggers.CreateLogger("ScriptGrid"), () => Results.Targets, OnSettled, metrics, secrets);
        _set.Context.FirstResults.Expect(); // Until the first sweep has taken up the targets that belong here.
        _wheel = new ScheduleWheel(_set.Context.Clock);
        _turning = _wheel.RunAsync(() => gate.IsOpen, _stop.Token);
    }

    /// <summary>Raised whenever no first result of a held target is missing any longer.</summary>
    public event Action? Settled;

    /// <summary>Raised after sources have changed the targets. Handlers must be fast.</summary>
    public event Action? TargetsChanged;

    /// <summary>What all collectors share.</summary>
    public CollectorContext Context => _set.Context;

    /// <summary>The configuration in use.</summary>
    public ScriptGridConfiguration Configuration => _set.Configuration;

    /// <summary>Every target of the cluster, held here or not.</summary>
    public CatalogueTargets Catalogue => _catalogue;

    /// <summary>Which first results are missing; null once each scheduled script has had one on each target held so far.</summary>
    public string? NotReady => _isReady ? null : Context.FirstResults.Missing;

    /// <summary>The results of the held targets, in the catalogue's order.</summary>
    public FleetResults Results => _results.Current;

    /// <summary><see cref="Results"/>, followed by the results of targets that were just handed over to another silo.</summary>
    public FleetResults Exposed => _results.IncludingDeparted(Context.Clock.Now);

    /// <summary>Decides which series a page that is about to be written leaves out.</summary>
    public void LimitSeries() => _set.Limit(Results);

    /// <summary>The held targets.</summary>
    public ImmutableArray<Holding> Holdings
    {
        get
        {
            lock (_gate)
            {
                return [.. _held.All];
            }
        }
    }

    /// <summary>Takes over an edition of the catalogue. Held targets are updated, and those that it no longer has are retired.</summary>
    /// <exception cref="IOException">A TLS file is missing on this silo; nothing was changed.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A TLS file cannot be used; nothing was changed.</exception>
    public void Use(ScriptGridConfiguration configuration, long edition)
    {
        // This takes a while for a large fleet, so it happens outside the lock. Nothing else changes the catalogue at the same time.
        var catalogue = new CatalogueTargets(edition, configuration.Targets);
        Holding[] retired;
        lock (_gate)
        {
            bool isRenamed = _set.Use(configuration);
            foreach (Holding holding in _held.All)
            {
                holding.Follow(catalogue.Find(holding.Target), _set, _wheel, isRenamed);
            }

            retired = _held.ForgetRetired();
            _catalogue = catalogue;
            _results.Change();
        }

        Array.ForEach(retired, static holding => holding.Review());
    }

    /// <summary>
    /// Takes over the edition in use with changed targets, as sources find them. Only targets that are gone or differ are touched. Must not run at the same
    /// time as <see cref="Use"/>.
    /// </summary>
    public void UseTargets(ScriptGridConfiguration configuration)
    {
        // This takes a while for a large fleet, so it happens outside the lock. Nothing else changes the catalogue at the same time.
        var catalogue = new CatalogueTargets(_catalogue.Edition, configuration.Targets);
        Report(_catalogue, catalogue);
        Holding[] retired;
        lock (_gate)
        {
            _set.UseTargets(configuration);
            foreach (Holding holding in _held.All)
            {
                TargetSpec? spec = catalogue.Find(holding.Target);
                if (spec is null || !spec.Equals(holding.Collector.Target))
                {
                    holding.Follow(spec, _set, _wheel, isRenamed: false);
                }
            }

            retired = _held.ForgetRetired();
            _catalogue = catalogue;
            _results.Change();
        }

        Array.ForEach(retired, static holding => holding.Review());
        TargetsChanged?.Invoke();
    }

    /// <summary>
    /// Holds a target from now on, with the caller in charge. It continues with what is left of the target here, or with the state from another silo. Returns
    /// null if the catalogue does not have the target, or if it is just being handed over.
    /// </summary>
    /// <param name="target">The target's identity.</param>
    /// <param name="state">The state from another silo; null if there is none.</param>
    /// <param name="review">Becomes the holding's <see cref="HeldTarget.Review"/>.</param>
    public Holding? Take(string target, CollectorState? state, Action review)
    {
        lock (_gate)
        {
            return _catalogue.Find(target) is not { } spec ? null : _held.Take(target, review, () =>
            {
                _results.Add(target);
                return new Holding(spec.Address.Id, _set.Create(spec, _wheel, state), review);
            });
        }
    }

    /// <summary>Keeps the target for the next grain that takes it, unless another grain has taken it meanwhile.</summary>
    public void Park(Holding holding, Action review)
    {
        lock (_gate)
        {
            holding.TryMove(HoldingEvent.Park, review);
        }
    }

    /// <summary>
    /// Lets the current run end, and stops holding the target. Returns the state for the target's next holder; null if there is nothing to hand over, because
    /// another grain has taken the target or the catalogue does not have it.
    /// </summary>
    public async Task<CollectorState?> ReleaseAsync(Holding holding, Action review)
    {
        lock (_gate)
        {
            if (!holding.TryMove(HoldingEvent.Leave, review))
            {
                return null;
            }
        }

        CollectorState state = await holding.Collector.FinishAsync().ConfigureAwait(false);
        lock (_gate)
        {
            if (!_held.TryDepart(holding, review))
            {
                return null;
            }

            _results.Depart(holding.Collector, Context.Clock.Now);
            return state;
        }
    }

    /// <summary>Stops holding the target if no grain is in charge of it, because another silo collects it.</summary>
    public void DropParked(string target)
    {
        lock (_gate)
        {
            if (_held.TryDropParked(target))
            {
                _results.Change();
            }
        }
    }

    /// <summary>Whether the target is held and driven.</summary>
    public bool IsDriven(string target)
    {
        lock (_gate)
        {
            return _held.IsDriven(target);
        }
    }

    /// <summary>Records that all targets that belong here were taken up once. From then on readiness depends on results alone.</summary>
    public void EndStart() => _set.Context.FirstResults.Arrive();

    /// <summary>Lays the results out for scrapes once all are there. A garbage collection should follow.</summary>
    public void Arrange() => _results.Arrange();

    /// <summary>Runs scripts on a target that is not configured, if that is allowed, for one page.</summary>
    public Task<ScrapeResult> VisitAsync(RedisUri uri, ScrapeRequest request, CancellationToken cancellationToken) =>
        _set.VisitAsync(uri, _wheel, request, cancellationToken);

    /// <summary>Runs scripts on a configured target of any silo, for one page, over a connection of its own.</summary>
    public Task<ScrapeResult> VisitAsync(TargetSpec target, ScrapeRequest request, CancellationToken cancellationToken) =>
        _set.VisitAsync(target, _wheel, request, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _set.End();
        await _turning.ConfigureAwait(false);
        foreach (Holding holding in Holdings)
        {
            holding.TryMove(HoldingEvent.End);
        }

        _stop.Dispose();
    }

    private TargetCollector[] CollectorsInOrder() =>
    [
        .. _held.All.OrderBy(holding => _catalogue.OrderOf(holding.Target)).Select(static holding => holding.Collector),
    ];

    /// <summary>Logs what changed in the whole cluster. Each silo that follows the source logs the same.</summary>
    private void Report(CatalogueTargets before, CatalogueTargets now)
    {
        int added = now.Targets.Count(target => before.Find(target.Address.Id) is null);
        int changed = now.Targets.Count(target => before.Find(target.Address.Id) is { } old && !old.Equals(target));
        int removed = before.Targets.Length - (now.Targets.Length - added);
        if (added + changed + removed > 0)
        {
            Engine.Log.TargetsChanged(Context.Logger, Amount.Of(now.Targets.Length, "target"), added, changed, removed);
        }
    }

    private void OnSettled()
    {
        _isReady = true;
        Settled?.Invoke();
    }
}
