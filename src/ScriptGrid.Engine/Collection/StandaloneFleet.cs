using System.Collections.Immutable;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>The standalone engine: owns a collector for each target in this process, and runs the wheel that drives them.</summary>
internal sealed class StandaloneFleet : IFleet, IAsyncDisposable
{
    /// <summary>If more than this share of the targets is new, the results are worth laying out anew.</summary>
    private const double LargePart = 0.1;

    private readonly Lock _gate = new();
    private readonly FleetStore _store = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CollectorSet _set;
    private readonly ScheduleWheel _wheel;
    private readonly Task _turning;
    private volatile Dictionary<string, TargetCollector> _collectors = new(StringComparer.Ordinal);
    private volatile SortedCollectors? _byTarget;
    private volatile bool _isReady;
    private volatile bool _isLarge;

    /// <param name="time">The clock for schedules, deadlines and dates.</param>
    /// <param name="logger">Logs changes of state.</param>
    /// <param name="metrics">The registry of the engine's own metrics.</param>
    /// <param name="secrets">Collects the targets' secrets, for masking; null if nobody else needs them.</param>
    public StandaloneFleet(TimeProvider time, ILogger logger, OwnMetrics metrics, ConfiguredSecrets? secrets = null)
    {
        _set = new CollectorSet(time, logger, () => _store.Current.Targets, OnSettled, metrics, secrets);
        _wheel = new ScheduleWheel(_set.Context.Clock);
        _turning = _wheel.RunAsync(static () => true, _stop.Token);
    }

    /// <summary>
    /// Raised whenever every scheduled script has had its first result or failure on every target: after the start, after a reload, and after a
    /// source added a large part of the fleet. Handlers run on the thread that recorded the last result, so they must be short.
    /// </summary>
    public event Action? Settled;

    /// <summary>The current credentials of the fleet's targets.</summary>
    public CredentialStore Credentials => _set.Context.Credentials;

    /// <inheritdoc/>
    public string? NotReady => _isReady ? null : _set.Context.FirstResults.Missing;

    /// <summary>
    /// Changes the fleet to match the configuration. New targets start, removed ones stop, and the others keep their connection, schedule and
    /// counters.
    /// </summary>
    /// <exception cref="IOException">A TLS file was removed after the configuration was read; nothing was changed.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A TLS file was damaged since; nothing was changed.</exception>
    public void Apply(ScriptGridConfiguration configuration)
    {
        lock (_gate)
        {
            bool isRenamed = _set.Use(configuration);
            FirstResults firstResults = _set.Context.FirstResults;
            firstResults.Expect();
            Dictionary<string, TargetCollector> known = isRenamed ? [] : new(_collectors, StringComparer.Ordinal);
            TargetCollector[] collectors = [.. configuration.Targets.Select(target => isRenamed ? Replace(target) : TakeOver(target, known))];
            foreach (TargetCollector removed in isRenamed ? _collectors.Values : known.Values)
            {
                removed.Dispose();
            }

            _collectors = collectors.ToDictionary(static collector => collector.TargetId, StringComparer.Ordinal);
            _store.Current = _set.LayOut(collectors);
            _isLarge = true;
            firstResults.Arrive();
        }

        Log.Collecting(
            _set.Context.Logger, Amount.Of(configuration.Targets.Length, "target"), Amount.Of(configuration.Scripts.Length, "script"));
    }

    /// <summary>Replaces the targets of the configuration in use. Touches only targets that are new, removed or changed.</summary>
    public void ApplyTargets(ScriptGridConfiguration configuration)
    {
        int added = 0, changed = 0, removed;
        lock (_gate)
        {
            _set.UseTargets(configuration);
            FirstResults firstResults = _set.Context.FirstResults;
            firstResults.Expect();
            var known = new Dictionary<string, TargetCollector>(_collectors, StringComparer.Ordinal);
            TargetCollector[] collectors = [.. configuration.Targets.Select(Take)];
            removed = known.Count;
            foreach (TargetCollector gone in known.Values)
            {
                gone.Dispose();
            }

            if (added + changed + removed > 0)
            {
                _collectors = collectors.ToDictionary(static collector => collector.TargetId, StringComparer.Ordinal);
                _store.Current = _set.LayOut(collectors);
            }

            _isLarge |= added > LargePart * collectors.Length;
            firstResults.Arrive();

            TargetCollector Take(TargetSpec target)
            {
                bool isKnown = known.TryGetValue(target.Address.Id, out TargetCollector? collector);
                if (isKnown && collector!.Target.Equals(target))
                {
                    known.Remove(target.Address.Id);
                    return collector;
                }

                (added, changed) = isKnown ? (added, changed + 1) : (added + 1, changed);
                return TakeOver(target, known);
            }
        }

        if (added + changed + removed > 0)
        {
            Log.TargetsChanged(_set.Context.Logger, Amount.Of(configuration.Targets.Length, "target"), added, changed, removed);
        }
    }

    /// <inheritdoc cref="Apply"/>
    public async Task ApplyAsync(ScriptGridConfiguration configuration)
    {
        await Credentials.PrepareAsync(configuration).ConfigureAwait(false);
        Apply(configuration);
    }

    /// <inheritdoc/>
    public ValueTask WriteMetricsAsync(
        PipeWriter output, ExpositionFormat format, MetricsSelection selection, CancellationToken cancellationToken)
    {
        FleetResults results = _store.Current;
        _set.Limit(results);
        return FleetPage.WriteAsync(output, results.Of(selection), _set.Context.Families, format, _set.Context.Clock.Now, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ScrapeResult> ScrapeAsync(ScrapeRequest request, CancellationToken cancellationToken)
    {
        if (RedisUri.Parse(request.Target, out string error) is not { } uri)
        {
            return Task.FromResult(new ScrapeResult(ScrapeStatus.InvalidTarget, error, default));
        }

        return !_collectors.TryGetValue(uri.Address.Id, out TargetCollector? collector) ? _set.VisitAsync(uri, _wheel, request, cancellationToken)
            : request.Asked.IsEmpty ? CollectorSet.ScrapeAsync(collector, request, cancellationToken)
            : _set.VisitAsync(collector.Target, _wheel, request, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<TargetStatus> ListTargetsAsync(FleetGaps gaps, CancellationToken cancellationToken) =>
        _collectors.Values.Select(static collector => collector.Describe()).ToAsyncEnumerable();

    /// <inheritdoc/>
    public Task<TargetIndex> IndexAsync(TargetQuery query, FleetGaps gaps, CancellationToken cancellationToken) =>
        TargetIndexer.IndexAsync(InOrder(query.Sort).Select(collector => collector.Glance(query.Sort)), query, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TargetStatus> DescribeAsync(IReadOnlyList<string> wanted, FleetGaps gaps, CancellationToken cancellationToken)
    {
        Dictionary<string, TargetCollector> collectors = _collectors;
        return wanted.Select(target => collectors.GetValueOrDefault(target)?.Describe()).OfType<TargetStatus>().ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public ScriptGridConfiguration Configuration => _set.Configuration;

    /// <inheritdoc/>
    public Task<ImmutableArray<ScriptTallyPart>> TallyScriptsAsync(string? script, FleetGaps gaps, CancellationToken cancellationToken) =>
        ScriptTallies.TallyAsync(_collectors.Values.Select(static collector => collector.Describe()), script, cancellationToken);

    /// <inheritdoc/>
    public Task<SiloList> ListSilosAsync() => Task.FromResult(new SiloList("standalone", [Self()], Edition: null));

    /// <inheritdoc/>
    public Task<TargetAnswer> ReportAsync(TargetAddress target, CancellationToken cancellationToken) => Task.FromResult(
        _collectors.TryGetValue(target.Id, out TargetCollector? collector) ? TargetAnswer.Of(collector.Report()) : TargetAnswer.Unknown(target.Id));

    /// <summary>Stops collecting and closes every connection. Callers that await a result learn that there is none.</summary>
    public void Stop()
    {
        _stop.Cancel();
        _set.End();
        lock (_gate)
        {
            foreach (TargetCollector collector in _collectors.Values)
            {
                collector.Dispose();
            }
        }
    }

    /// <summary>Lays out the results in memory for scrapes, once all of them exist. Best followed by a garbage collection.</summary>
    public void Arrange() => _store.Arrange();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await _turning.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>The collectors in an order that saves sorting. The order by identity is cached until the set of collectors changes.</summary>
    private IEnumerable<TargetCollector> InOrder(TargetSort? sort)
    {
        Dictionary<string, TargetCollector> collectors = _collectors;
        if (sort != TargetSort.Target)
        {
            return collectors.Values;
        }

        if (_byTarget is not { } known || !ReferenceEquals(known.Of, collectors))
        {
            _byTarget = known = new SortedCollectors(collectors, [.. collectors.Values.OrderBy(static collector => collector.TargetId, StringComparer.Ordinal)]);
        }

        return known.Collectors;
    }

    private SiloReport Self() => new(Environment.MachineName, Address: null, "active")
    {
        Started = _set.Context.Clock.DateOf(TimeSpan.Zero),
        Version = BuildInfo.Version,
        Targets = _collectors.Count,
        Owned = _collectors.Count,
        LagSeconds = _set.Context.Meter.Lag.Read(),
        HandOvers = 0,
    };

    private void OnSettled()
    {
        _isReady = true;
        if (_isLarge)
        {
            _isLarge = false;
            Settled?.Invoke();
        }
    }

    /// <summary>Returns the target's collector, created or updated. If it existed, it is removed from <paramref name="known"/>.</summary>
    private TargetCollector TakeOver(TargetSpec target, Dictionary<string, TargetCollector> known)
    {
        if (!known.Remove(target.Address.Id, out TargetCollector? collector))
        {
            return _set.Create(target, _wheel);
        }

        _set.Update(collector, target);
        return collector;
    }

    /// <summary>Creates the target's collector, which knows the pause of the one before it if there was one.</summary>
    private TargetCollector Replace(TargetSpec target) =>
        _set.Create(target, _wheel, _collectors.TryGetValue(target.Address.Id, out TargetCollector? before) ? CollectorState.PauseOf(before) : null);

    private sealed record SortedCollectors(Dictionary<string, TargetCollector> Of, TargetCollector[] Collectors);
}
