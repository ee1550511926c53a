using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Rollups;

/// <summary>
/// Sends this silo's digest once per interval, and sooner while silos come or go and targets change hands, as one that is in the digests of
/// two silos, or of none, makes the sums wrong.
/// </summary>
internal sealed class DigestReporter(
    IGrainFactory grains, HeldTargets held, ClusterView view, ILocalSiloDetails details, TimeProvider time, ILogger<DigestReporter> logger)
    : BackgroundService
{
    /// <summary>From one look to the next.</summary>
    public static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private long _lastReport;
    private (SiloView, FleetResults)? _reported;
    private bool _hasFailed;

    /// <summary>The shortest interval of scripts with rollups, at least a second and at most the global interval; that one where there are none.</summary>
    public static TimeSpan IntervalOf(ScriptGridConfiguration configuration)
    {
        TimeSpan shortest = configuration.Scripts
            .Where(static script => script.Aggregate != Aggregations.None)
            .Min(static script => script.Interval) ?? configuration.Interval;
        TimeSpan interval = shortest < configuration.Interval ? shortest : configuration.Interval;
        return interval > ShortestInterval ? interval : ShortestInterval;
    }

    /// <summary>The digest of these targets.</summary>
    public static SiloDigest Digest(SiloAddress silo, string name, TimeSpan interval, IReadOnlyCollection<TargetCollector> targets, TimeSpan now)
    {
        var table = new RollupTable();
        Dictionary<TargetState, int> states = [];
        int failing = 0;
        foreach (TargetCollector target in targets)
        {
            Add(table, target.Runs, now);
            CollectionsMarshal.GetValueRefOrAddDefault(states, target.Results.State, out _)++;
            failing += IsFailing(target.Runs) ? 1 : 0;
        }

        return new SiloDigest
        {
            Silo = silo,
            Name = name,
            Interval = interval,
            Up = states.GetValueOrDefault(TargetState.Up),
            Down = states.GetValueOrDefault(TargetState.Down),
            Unknown = states.GetValueOrDefault(TargetState.Unknown),
            Failing = failing,
            Scripts = Digests.Of(table.Scripts),
            Metrics = Digests.Of(table.Metrics),
        };
    }

    /// <summary>Whether a digest is to be sent at this look.</summary>
    /// <param name="hasChanged">Whether silos, or what is held, have changed since the last one.</param>
    /// <param name="sinceLast">How long ago that was.</param>
    /// <param name="interval">How often one is due.</param>
    public static bool IsDue(bool hasChanged, TimeSpan sinceLast, TimeSpan interval) => hasChanged || sinceLast + (LookPeriod / 2) >= interval;

    /// <summary>
    /// One that belongs elsewhere counts as long as it is driven here, since its owner does not have it then; what is left over of a lost
    /// grain does not.
    /// </summary>
    public static bool Counts(HeldTarget holding, SiloView current) => holding.IsDriven || current.IsMine(holding.Hash);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookPeriod, time);
        var guard = new LoopGuard("summing up this silo's results", time, logger);
        _lastReport = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await guard.RunAsync(LookAsync, stoppingToken);
        }
    }

    private async Task LookAsync()
    {
        TimeSpan interval = IntervalOf(held.Configuration);
        (SiloView, FleetResults) present = (view.Current, held.Results);
        if (IsDue(present != _reported, time.GetElapsedTime(_lastReport), interval))
        {
            _lastReport = time.GetTimestamp();
            _reported = present;
            await ReportAsync(interval);
        }
    }

    private async Task ReportAsync(TimeSpan interval)
    {
        SiloView current = view.Current;
        if (!current.Silos.Contains(view.Self))
        {
            return;
        }

        TargetCollector[] counted = [.. held.Holdings.Where(holding => Counts(holding, current)).Select(static holding => holding.Collector)];
        SiloDigest digest = Digest(view.Self, details.Name, interval, counted, held.Context.Clock.Now);
        try
        {
            await grains.GetGrain<IAggregatorGrain>(0).ReportAsync(digest).WaitAsync(Patience, time);
            _hasFailed = false;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever it was, the next report is due soon.
            if (!_hasFailed)
            {
                _hasFailed = true;
                Log.AggregatorUnreachable(logger, failure.Message);
            }
        }
    }

    private static void Add(RollupTable table, IReadOnlyList<ScriptRun> runs, TimeSpan now)
    {
        for (int i = 0; i < runs.Count; i++)
        {
            if (runs[i].Plan.Script.Aggregate != Aggregations.None)
            {
                table.Add(runs[i].Plan.Scope, runs[i].Results.ReadValues(now));
            }
        }
    }

    /// <summary>Without an enumerator, which for each of many thousand targets, once a second, would be the silo's only garbage.</summary>
    private static bool IsFailing(IReadOnlyList<ScriptRun> runs)
    {
        for (int i = 0; i < runs.Count; i++)
        {
            if (runs[i].History.LastResult == ScriptResult.Failed)
            {
                return true;
            }
        }

        return false;
    }
}
