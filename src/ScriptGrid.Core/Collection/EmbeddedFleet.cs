using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using ScriptGrid.Aggregation;
using ScriptGrid.Configuration;
using ScriptGrid.Discovery;
using ScriptGrid.Exposition;
using ScriptGrid.Redis;
using ScriptGrid.Scripts;

namespace ScriptGrid.Collection;

/// <summary>The embedded engine: owns a collector per target in this process, and turns the wheel that drives them.</summary>
internal sealed class EmbeddedFleet : IFleet, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly FleetStore _store = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _wheel;
    private volatile Dictionary<string, TargetCollector> _collectors = new(StringComparer.Ordinal);
    private volatile ScriptGridConfiguration _configuration = new();
    private volatile CollectorContext _context;
    private volatile bool _isReady;

    /// <param name="time">Drives schedule, deadlines and dates.</param>
    /// <param name="logger">Told of every change of state.</param>
    /// <param name="scope">Who exposes the engine's metrics; see <see cref="System.Diagnostics.Metrics.Meter.Scope"/>.</param>
    public EmbeddedFleet(TimeProvider time, ILogger logger, object? scope = null)
    {
        var clock = new CollectorClock(time);
        _context = new CollectorContext
        {
            Clock = clock,
            Wheel = new ScheduleWheel(clock),
            Workers = new CollectionWorkerPool(),
            Retry = RetryPipeline.Create(time),
            FirstResults = new FirstResults(OnSettled),
            Meter = new CollectionMeter(() => _store.Current.Targets, scope),
            Logger = logger,
            Naming = NamingOf(_configuration),
            Families = new TargetFamilies(_configuration.Namespace),
            Interval = _configuration.Interval,
            Timeout = _configuration.Timeout,
        };
        _wheel = _context.Wheel.RunAsync(_stop.Token);
    }

    /// <summary>
    /// Raised whenever every scheduled script on every target has had its first result or failure: after start, and after reloads that
    /// brought new ones. On the thread that recorded the last, so handlers must be short.
    /// </summary>
    public event Action? Settled;

    /// <inheritdoc/>
    public bool IsReady => _isReady;

    /// <summary>
    /// Makes the fleet what the configuration says: new targets start, removed ones stop, the others keep connection, schedule and
    /// counters.
    /// </summary>
    /// <exception cref="IOException">A TLS file went since the configuration was read; nothing was changed.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The same for one that changed.</exception>
    public void Apply(ScriptGridConfiguration configuration)
    {
        var plans = new PlanCache(configuration.Targets);
        lock (_gate)
        {
            SeriesNaming naming = NamingOf(configuration);
            bool isRenamed = naming != _context.Naming;
            CollectorContext context = _context with
            {
                Naming = naming,
                Families = isRenamed ? new TargetFamilies(naming.Namespace) : _context.Families,
                Interval = configuration.Interval,
                Timeout = configuration.Timeout,
            };
            context.FirstResults.Expect();
            Dictionary<string, TargetCollector> known = isRenamed ? [] : new(_collectors, StringComparer.Ordinal);
            TargetCollector[] collectors = [.. Match(configuration.Targets, plans, known, context)];
            foreach (TargetCollector removed in isRenamed ? _collectors.Values : known.Values)
            {
                removed.Dispose();
            }

            _configuration = configuration;
            _context = context;
            _collectors = collectors.ToDictionary(static collector => collector.TargetId, StringComparer.Ordinal);
            _store.Current = Flatten(collectors);
            context.FirstResults.Arrive();
        }

        Log.Collecting(_context.Logger, configuration.Targets.Length, configuration.Scripts.Length);
    }

    /// <inheritdoc/>
    public ValueTask WriteMetricsAsync(PipeWriter output, ExpositionFormat format, CancellationToken cancellationToken) =>
        FleetPage.WriteAsync(output, _store.Current, _context.Families, format, _context.Clock.Now, cancellationToken);

    /// <inheritdoc/>
    public async Task<ScrapeResult> ScrapeAsync(ScrapeRequest request, CancellationToken cancellationToken)
    {
        if (RedisUri.Parse(request.Target, out string error) is not { } uri)
        {
            return new ScrapeResult(ScrapeStatus.InvalidTarget, error, default);
        }

        if (_collectors.TryGetValue(uri.Address.Id, out TargetCollector? collector))
        {
            ScriptRun[] runs = [.. collector.Runs.Where(run => IsAskedFor(run.Plan.Script, request))];
            return await ScrapeAsync(collector, runs, request, cancellationToken).ConfigureAwait(false);
        }

        if (!_configuration.Web.ScrapeAnyTarget)
        {
            return new ScrapeResult(ScrapeStatus.UnknownTarget, $"{uri.Address.Id} is not a configured target", default);
        }

        using TargetCollector stranger = Visit(uri, request);
        return await ScrapeAsync(stranger, [.. stranger.Runs], request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops collecting and closes every connection; whoever waits for a result is answered with what there is.</summary>
    public void Stop()
    {
        _stop.Cancel();
        lock (_gate)
        {
            foreach (TargetCollector collector in _collectors.Values)
            {
                collector.Dispose();
            }
        }
    }

    /// <summary>Lays the results out for scrapes, once they are all there; best followed by a garbage collection.</summary>
    public void Arrange() => _store.Arrange();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await _wheel.ConfigureAwait(false);
        _context.Meter.Dispose();
        _stop.Dispose();
    }

    private static bool IsAskedFor(ScriptSpec script, ScrapeRequest request) =>
        request.Script is null ? script.Interval is not null : script.Name == request.Script;

    private static async Task<ScrapeResult> ScrapeAsync(
        TargetCollector collector, ScriptRun[] runs, ScrapeRequest request, CancellationToken cancellationToken)
    {
        if (request.Script is not null && runs.Length == 0)
        {
            return new ScrapeResult(ScrapeStatus.UnknownScript, $"{collector.TargetId} has no script {request.Script}", default);
        }

        ReadOnlyMemory<byte> page = await ScrapeRunner
            .RunAsync(collector, runs, request.Timeout, request.Format, cancellationToken).ConfigureAwait(false);
        return new ScrapeResult(ScrapeStatus.Done, "", page);
    }

    /// <summary>
    /// A collector for a target that is not configured, for one page: never a credential, and none of the scripts that write and run
    /// only when asked.
    /// </summary>
    private TargetCollector Visit(RedisUri uri, ScrapeRequest request)
    {
        var target = new TargetSpec
        {
            Address = uri.Address,
            Tls = uri.IsTls ? new TlsSettings() : null,
            Scripts =
            [
                .. _configuration.Scripts
                    .Where(script => IsAskedFor(script, request) && script is not { Interval: null, ReadOnly: ReadOnlyMode.Off })
                    .Select(static script => script with { Interval = null }),
            ],
        };
        var plans = new PlanCache([target]);
        TlsContext? tls = plans.Tls(target.Tls);
        var collector = new TargetCollector(_context, target, tls);
        collector.Update(_context, target, tls, plans.For(target));
        return collector;
    }

    private void OnSettled()
    {
        _isReady = true;
        Settled?.Invoke();
    }

    /// <summary>A collector per target, in configured order; those that are taken over are removed from <paramref name="known"/>.</summary>
    private static IEnumerable<TargetCollector> Match(
        IEnumerable<TargetSpec> targets, PlanCache plans, Dictionary<string, TargetCollector> known, CollectorContext context)
    {
        foreach (TargetSpec target in targets)
        {
            TlsContext? tls = plans.Tls(target.Tls);
            if (!known.Remove(target.Address.Id, out TargetCollector? collector))
            {
                collector = new TargetCollector(context, target, tls);
            }

            collector.Update(context, target, tls, plans.For(target));
            yield return collector;
        }
    }

    private static SeriesNaming NamingOf(ScriptGridConfiguration configuration) => new(
        configuration.Namespace,
        configuration.TargetLabel,
        configuration.PeerCompatible,
        OmitsTarget: configuration.PeerCompatible && configuration.Targets.Length == 1);

    private static FleetResults Flatten(IReadOnlyCollection<TargetCollector> collectors) => new(
        [.. collectors.Select(static collector => collector.Results)],
        [.. collectors.SelectMany(static collector => collector.Runs).Select(static run => run.Results)],
        [
            .. collectors.SelectMany(static collector => collector.Runs)
                .Where(static run => run.Plan.Script.Aggregate != Aggregations.None)
                .GroupBy(static run => run.Plan.Script.Name, StringComparer.Ordinal)
                .Select(static script => new RollupSource(
                    script.Key,
                    script.First().Plan.Script.Aggregate,
                    script.Select(static run => run.Plan.Configured).Aggregate(static (shared, labels) => shared.Intersect(labels)),
                    [.. script.Select(static run => run.Results)])),
        ]);
}
