using System.Collections.Immutable;
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
    private readonly CollectorContext _shared;
    private readonly Task _wheel;
    private Dictionary<string, TargetCollector> _collectors = new(StringComparer.Ordinal);
    private ScriptGridConfiguration _configuration = new();
    private CollectorContext _context;
    private bool _isReady;

    public EmbeddedFleet(TimeProvider time, ILogger<EmbeddedFleet> logger)
    {
        var clock = new CollectorClock(time);
        _shared = _context = new CollectorContext
        {
            Clock = clock,
            Wheel = new ScheduleWheel(clock),
            Exchanges = new RedisExchangePool(),
            Retry = RetryPipeline.Create(time),
            Meter = new CollectionMeter(CountTargets),
            Logger = logger,
            Naming = new SeriesNaming("redis", "target", false, false),
            Interval = _configuration.Interval,
            Timeout = _configuration.Timeout,
        };
        _wheel = _shared.Wheel.RunAsync(_stop.Token);
    }

    /// <inheritdoc/>
    public bool IsReady => Volatile.Read(ref _isReady) || Latch(Collectors.Values.All(static collector => collector.IsReady));

    private Dictionary<string, TargetCollector> Collectors => Volatile.Read(ref _collectors);

    /// <summary>
    /// Makes the fleet what the configuration says: new targets start, removed ones stop, the others keep connection, schedule and
    /// counters.
    /// </summary>
    public void Apply(ScriptGridConfiguration configuration)
    {
        lock (_gate)
        {
            CollectorContext context = _shared with
            {
                Naming = new SeriesNaming(
                    configuration.Namespace,
                    configuration.TargetLabel,
                    configuration.PeerCompatible,
                    configuration.PeerCompatible && configuration.Targets.Length == 1),
                Interval = configuration.Interval,
                Timeout = configuration.Timeout,
            };
            bool isRenamed = context.Naming != _context.Naming;
            Dictionary<string, TargetCollector> before = _collectors;
            var after = new Dictionary<string, TargetCollector>(configuration.Targets.Length, StringComparer.Ordinal);
            var plans = new PlanCache();
            foreach (TargetSpec target in configuration.Targets)
            {
                TlsContext? tls = plans.Tls(target.Tls);
                if (isRenamed || !before.Remove(target.Address.Id, out TargetCollector? collector))
                {
                    collector = new TargetCollector(context, target, tls);
                }

                collector.Update(context, target, tls, plans.For(target));
                after.Add(target.Address.Id, collector);
            }

            foreach (TargetCollector removed in before.Values)
            {
                removed.Dispose();
            }

            _configuration = configuration;
            _context = context;
            Volatile.Write(ref _collectors, after);
            _store.Current = Flatten(configuration.Targets.Select(target => after[target.Address.Id]).ToArray());
        }

        Log.Collecting(_shared.Logger, configuration.Targets.Length, configuration.Scripts.Length);
    }

    /// <inheritdoc/>
    public ValueTask WriteMetricsAsync(PipeWriter output, ExpositionFormat format, CancellationToken cancellationToken) =>
        FleetPage.WriteAsync(output, _store.Current, _context.Naming.Families, format, _shared.Clock.Now, cancellationToken);

    /// <inheritdoc/>
    public async Task<ScrapeResult> ScrapeAsync(ScrapeRequest request, CancellationToken cancellationToken)
    {
        throw new InvalidOperationException();
    }

    /// <summary>Stops collecting and closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _wheel.ConfigureAwait(false);
        lock (_gate)
        {
            foreach (TargetCollector collector in _collectors.Values)
            {
                collector.Dispose();
            }
        }

        _shared.Meter.Dispose();
        _stop.Dispose();
    }

    private bool Latch(bool isReady)
    {
        if (isReady)
        {
            Volatile.Write(ref _isReady, true);
        }

        return isReady;
    }

    private int CountTargets(TargetState state) => _store.Current.Targets.Count(target => target.State == state);

    private static FleetResults Flatten(IReadOnlyCollection<TargetCollector> collectors) => new(
        [.. collectors.Select(static collector => collector.Results)],
        [.. collectors.SelectMany(static collector => collector.Runs).Select(static run => run.Results)],
        [
            .. collectors.SelectMany(static collector => collector.Runs)
                .Where(static run => run.Plan.Script.Aggregate != Aggregations.None)
                .GroupBy(static run => run.Plan.Script.Name, StringComparer.Ordinal)
                .Select(static script => new RollupSource(
                    script.Key, script.First().Plan.Script.Aggregate, [.. script.Select(static run => run.Results)])),
        ]);
}
