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
/// Sends this silo's digest once per interval. It sends one sooner when silos come or go, or targets move between silos, because a target that is in the
/// digests of two silos, or of none, makes the sums wrong.
/// </summary>
internal sealed class DigestReporter(
    IGrainFactory grains, HeldTargets held, ClusterView view, ILocalSiloDetails details, TimeProvider time, ILogger<DigestReporter> logger)
    : BackgroundService
{
    /// <summary>The time between two looks at whether a digest is due.</summary>
    public static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private long _lastReport;
    private (SiloView, FleetResults)? _reported;
    private bool _hasFailed;

    /// <summary>
    /// Returns the shortest interval of scripts with rollups, at least a second and at most the global interval. Without such scripts it is the global
    /// interval.
    /// </summary>
    public static TimeSpan IntervalOf(ScriptGridConfiguration configuration)
    {
        TimeSpan shortest = configuration.Scripts
            .Where(static script => script.Aggregate != Aggregations.None)
            .Min(static script => script.Interval) ?? configuration.Interval;
        TimeSpan interval = shortest < configuration.Interval ? shortest : configuration.Interval;
        return interval > ShortestInterval ? interval : ShortestInterval;
    }

    /// <summary>Makes the digest of these targets.</summary>
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

    /// <summary>Whether a digest is to be sent now.</summary>
    /// <param name="hasChanged">Whether the silos or the held targets have changed since the last one.</param>
    /// <param name="sinceLast">The time since the last one.</param>
    /// <param name="interval">The interval between two digests.</param>
    public static bool IsDue(bool hasChanged, TimeSpan sinceLast, TimeSpan interval) => hasChanged || sinceLast + (LookPeriod / 2) >= interval;

    /// <summary>
    /// Whether a held target counts. One that belongs to this silo always does. One that belongs to another silo counts only while a grain drives it here,
    /// because its owner does not have it then.
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
            // No matter what failed, the next report is due soon.
            if (!_hasFailed)
            {
                _hasFailed = true;
                Log.AggregatorUnreachable(logger, Brief.Of(failure.Message));
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

    /// <summary>
    /// Whether the last run of one of the scripts failed. It avoids an enumerator: for many thousand targets, once a second, that would be the silo's only
    /// garbage.
    /// </summary>
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
