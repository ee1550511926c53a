using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// The work with collectors that both engines share: creates them, updates them to the configuration, runs them on demand, and lays out their results
/// for scrapes. The engine knows which collectors exist, and holds the lock that changing them requires.
/// </summary>
internal sealed partial class CollectorSet
{
    private readonly Visits _visits;
    private readonly SeriesLimiter _limiter = new();
    private volatile ScriptGridConfiguration _configuration = new();
    private volatile CollectorContext _context;
    private PlanCache _plans = new(NamingOf(new ScriptGridConfiguration()), [], static settings => new TlsContext(settings));

    /// <param name="time">The clock for schedules, deadlines and dates.</param>
    /// <param name="logger">Logs changes of state.</param>
    /// <param name="targets">Returns the results of every target, for the engine's own metrics.</param>
    /// <param name="settled">Called whenever the last missing first result has arrived.</param>
    /// <param name="metrics">The registry of the engine's own metrics.</param>
    /// <param name="secrets">Collects the targets' secrets, for masking; null if nobody else needs them.</param>
    public CollectorSet(
        TimeProvider time,
        ILogger logger,
        Func<ImmutableArray<TargetResults>> targets,
        Action settled,
        OwnMetrics metrics,
        ConfiguredSecrets? secrets = null)
    {
        var clock = new CollectorClock(time);
        _visits = new Visits(time);
        secrets ??= new ConfiguredSecrets();
        _context = new CollectorContext
        {
            Clock = clock,
            Pace = new ConnectPace(clock),
            Workers = new CollectionWorkerPool(),
            Names = new NameResolver(time),
            Retry = RetryPipeline.Create(time),
            FirstResults = new FirstResults(settled),
            Meter = new CollectionMeter(targets, metrics, time),
            Logger = logger,
            Detail = logger.IsEnabled(LogLevel.Trace) ? LogLevel.Trace : logger.IsEnabled(LogLevel.Debug) ? LogLevel.Debug : LogLevel.Information,
            Defects = new DefectLimiter(time),
            Naming = NamingOf(_configuration),
            Families = FamiliesOf(_configuration),
            Secrets = secrets,
            Credentials = new CredentialStore(time, logger, metrics, secrets),
            Interval = _configuration.Interval,
            Timeout = _configuration.Timeout,
            MaxConnectionAge = _configuration.MaxConnectionAge,
            KeepsHistory = _configuration.Web.History,
        };
    }

    /// <summary>What all collectors share.</summary>
    public CollectorContext Context => _context;

    /// <summary>The configuration in use.</summary>
    public ScriptGridConfiguration Configuration => _configuration;

    /// <summary>
    /// Adopts a configuration, for collectors that are created or updated from now on. Returns true if the naming of series changed; every collector
    /// must then be created anew.
    /// </summary>
    /// <exception cref="IOException">A TLS file was removed after the configuration was read; nothing was changed.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A TLS file was damaged since; nothing was changed.</exception>
    public bool Use(ScriptGridConfiguration configuration)
    {
        SeriesNaming naming = NamingOf(configuration);
        var plans = new PlanCache(naming, TlsOf(configuration), _context.Credentials.Tls);
        bool isRenamed = naming != _context.Naming;
        _plans = plans;
        _configuration = configuration;
        _context.Secrets.Collect(configuration);
        _context.Credentials.Use(configuration);
        _context = _context with
        {
            Naming = naming,
            Families = FamiliesOf(configuration),
            Interval = configuration.Interval,
            Timeout = configuration.Timeout,
            MaxConnectionAge = configuration.MaxConnectionAge,
            KeepsHistory = configuration.Web.History,
        };
        return isRenamed;
    }

    /// <summary>Adopts a new list of targets; the rest of the configuration in use has not changed.</summary>
    public void UseTargets(ScriptGridConfiguration configuration)
    {
        _plans.Keep(configuration.Targets);
        _configuration = configuration;
    }

    /// <summary>Creates and starts the collector of a configured target.</summary>
    public TargetCollector Create(TargetSpec target, ScheduleWheel agenda, CollectorState? state = null)
    {
        TlsContext? tls = _plans.Tls(target.Tls);
        var collector = new TargetCollector(_context, agenda, target, tls);
        collector.Update(_context, target, tls, _plans.For(target), state);
        return collector;
    }

    /// <summary>Updates a collector to what the configuration now says about its target.</summary>
    public void Update(TargetCollector collector, TargetSpec target) =>
        collector.Update(_context, target, _plans.Tls(target.Tls), _plans.For(target));

    /// <summary>Runs scripts of one target immediately.</summary>
    public static Task<ScrapeResult> ScrapeAsync(TargetCollector collector, ScrapeRequest request, CancellationToken cancellationToken) =>
        RunAsync(collector, [.. collector.Runs.Where(run => IsAskedFor(run.Plan.Script, request))], request, cancellationToken);

    /// <summary>Stops the collectors of targets that are not configured, and no longer follows changes of credentials.</summary>
    public void End()
    {
        _visits.End();
        _context.Credentials.Dispose();
    }

    /// <summary>The results of the configured targets that are collected here, in the order of the configuration, with the limits on their series.</summary>
    public FleetResults LayOut(IReadOnlyCollection<TargetCollector> collectors)
    {
        FleetResults results = Flatten(collectors) with { Limits = SeriesLimiter.LimitsOf(_configuration, collectors) };
        if (!results.Limits.AreSet)
        {
            // Otherwise it is decided just before the next page. A page that is being written now keeps to what was decided for it.
            foreach (ScriptResults script in results.Scripts)
            {
                script.IsLeftOut = false;
            }
        }

        foreach (ScriptSpec script in _configuration.Scripts.Where(script => results.Limits.Page is not null || script.MaxFleetSeries is not null))
        {
            _context.Meter.Dropped(script.Name, 0);
        }

        return results;
    }

    /// <summary>Decides which series the page that is about to be written leaves out.</summary>
    public void Limit(FleetResults results) => _limiter.Apply(results, _context);

    /// <summary>The results of these collectors, in the same order.</summary>
    public static FleetResults Flatten(IReadOnlyCollection<TargetCollector> collectors)
    {
        ScriptRun[] all = [.. collectors.SelectMany(static collector => collector.Runs)];
        ScriptRun[][] runs = [.. collectors.Select(static collector => collector.ExposedRuns.ToArray())];
        ImmutableArray<TargetResults> targets = [.. collectors.Select(static collector => collector.Results)];
        ImmutableArray<ScriptResults> exposed = [.. runs.SelectMany(static runs => runs).Select(static run => run.Results)];
        int end = 0;
        return new FleetResults(targets, exposed, [.. RollupsOf(all)])
        {
            Counted = exposed.Length == all.Length ? [] : targets,
            Slices = [.. collectors.Zip(runs, (collector, runs) => new TargetSlice(TargetHash.Of(collector.TargetId), end += runs.Length))],
        };
    }

    private static IEnumerable<RollupSource> RollupsOf(IEnumerable<ScriptRun> runs) =>
        from run in runs
        where run.Plan.Script.Aggregate != Aggregations.None
        group run.Results by run.Plan.Scope into script
        select new RollupSource(script.Key, [.. script]);

    private static async Task<ScrapeResult> RunAsync(
        TargetCollector collector, ScriptRun[] runs, ScrapeRequest request, CancellationToken cancellationToken)
    {
        if (request.Script is not null && runs.Length == 0)
        {
            return new ScrapeResult(ScrapeStatus.UnknownScript, $"{collector.TargetId} has no script {request.Script}", default);
        }

        ReadOnlyMemory<byte>? page = await ScrapeRunner
            .RunAsync(collector, runs, request.Timeout, request.Format, cancellationToken).ConfigureAwait(false);
        return page is { } written
            ? new ScrapeResult(ScrapeStatus.Done, "", written)
            : new ScrapeResult(ScrapeStatus.Unavailable, $"{collector.TargetId} is no longer collected here", default);
    }

    private static bool IsAskedFor(ScriptSpec script, ScrapeRequest request) =>
        request.Script is null ? script.Interval is not null : script.Name == request.Script;

    private static TargetFamilies FamiliesOf(ScriptGridConfiguration configuration, IEnumerable<ScriptSpec>? asked = null) => new(
        configuration.Namespace,
        configuration.Scripts.Concat(asked ?? []).SelectMany(static script => script.Metrics));

    /// <summary>All TLS settings that may be needed. Targets that sources find later may need those of their group.</summary>
    private static IEnumerable<TlsSettings?> TlsOf(ScriptGridConfiguration configuration) =>
        configuration.Targets.Select(static target => target.Tls)
            .Concat(configuration.Groups.Where(static group => !group.Sources.IsEmpty).Select(static group => group.Template.FoundTls));

    private static SeriesNaming NamingOf(ScriptGridConfiguration configuration) => new(
        configuration.Namespace,
        configuration.TargetLabel,
        configuration.RedisExporterCompatible,
        OmitsTarget: configuration.RedisExporterCompatible
            && configuration.Targets.Length == 1
            && configuration.Groups.All(static group => group.Sources.IsEmpty))
    {
        RoleLabel = configuration.RoleLabel,
    };
}
