using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Calls;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Cluster.Clients;

/// <summary>The grain through which clients see the fleet. It has no state, so any silo can answer. Large results pass through it page by page.</summary>
internal sealed class FleetGrain(
    HeldTargets held, ClusterView view, FleetTargets targets, FleetRollups rollups, SiloCalls calls, TimeProvider time)
    : Grain, IFleetGrain
{
    private const int PageSize = 1_000;

    private static readonly TimeSpan ShortestPass = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<TargetsPage> GetTargetsAsync(string after, int count, CancellationToken cancellationToken)
    {
        FleetChecks.Targets(after, count);
        var summaries = new List<TargetSummary>(Math.Min(count, PageSize));
        var gaps = new FleetGaps();
        bool isLast = false;
        while (!isLast && summaries.Count < count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TargetList page = await targets.ReadAsync(after, Math.Min(count - summaries.Count, PageSize), gaps);
            summaries.AddRange(page.Targets.Select(static target => Snapshots.Summary(target.ToStatus(), target.Owner ?? "")));
            isLast = page.IsLast || page.Targets.Count == 0;
            after = summaries is [.., TargetSummary last] ? last.Target : after;
        }

        return new TargetsPage([.. summaries], isLast ? "" : after, gaps.Sum()?.Silos ?? []);
    }

    /// <inheritdoc/>
    public async Task<FleetState> GetStateAsync(CancellationToken cancellationToken)
    {
        FleetDigest? digest = await rollups.ReadAsync().WaitAsync(cancellationToken);
        ImmutableArray<SiloDigest> silos = digest?.Silos ?? [];
        CatalogueTargets catalogue = held.Catalogue;
        int up = silos.Sum(static silo => silo.Up);
        int down = silos.Sum(static silo => silo.Down);
        return new FleetState
        {
            At = digest?.At ?? time.GetUtcNow(),
            CatalogueVersion = catalogue.Edition,
            Targets = catalogue.Targets.Length,
            Up = up,
            Down = down,
            Unknown = Math.Max(catalogue.Targets.Length - up - down, 0),
            Silos = [.. view.Current.Silos.Select(silo => StateOf(silo, silos.FirstOrDefault(told => told.Silo.Equals(silo))))],
        };
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Rollup>> GetRollupsAsync(string script, CancellationToken cancellationToken)
    {
        FleetChecks.Rollups(script);
        FleetDigest digest = await rollups.ReadAsync().WaitAsync(cancellationToken) ?? throw new TimeoutException("The rollups cannot be read now; ask again.");
        HashSet<string> declared =
        [
            .. held.Configuration.Scripts
                .Where(known => script.Length == 0 || known.Name == script)
                .SelectMany(static known => known.Metrics)
                .Select(static metric => metric.Name),
        ];
        return
        [
            .. digest.Scripts.Where(digested => script.Length == 0 || digested.Script == script).SelectMany(ClientRollups.OfKeys),
            .. digest.Metrics.Where(digested => declared.Contains(digested.Script)).SelectMany(ClientRollups.OfMetric),
        ];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TargetSnapshot> WatchAsync(
        WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FleetChecks.Watch(options);
        WatchOptions selection = options.Targets.IsDefault ? options with { Targets = [] } : options;
        var since = new Dictionary<SiloAddress, TimeSpan>();
        while (true)
        {
            long start = time.GetTimestamp();
            foreach (SiloAddress silo in view.Current.Holders)
            {
                await foreach (TargetSnapshot snapshot in PassAsync(silo, selection, since, cancellationToken))
                {
                    yield return snapshot;
                }
            }

            TimeSpan rest = PassInterval(held.Configuration) - time.GetElapsedTime(start);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, cancellationToken);
        }
    }

    /// <summary>Returns a silo's snapshots since the last pass. If a page cannot be read, the rest comes with the next pass.</summary>
    private async IAsyncEnumerable<TargetSnapshot> PassAsync(
        SiloAddress silo, WatchOptions options, Dictionary<SiloAddress, TimeSpan> since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TimeSpan? begun = null;
        for (string? after = ""; after is not null;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var request = new SnapshotRequest(after, since.GetValueOrDefault(silo, TimeSpan.MinValue), options);
            SnapshotPage? page = await calls.AskAsync(silo, pages => pages.GetSnapshotsAsync(request), SiloCalls.Limit);
            if (page is null)
            {
                yield break;
            }

            begun ??= page.Now;
            foreach (TargetSnapshot snapshot in page.Targets)
            {
                yield return snapshot;
            }

            after = page.Next;
        }

        since[silo] = begun ?? TimeSpan.MinValue;
    }

    /// <summary>Returns the time from one pass to the next. A PING tells each global interval whether a target answers, however seldom its scripts run.</summary>
    internal static TimeSpan PassInterval(ScriptGridConfiguration configuration)
    {
        TimeSpan shortest = configuration.Scripts.Select(static script => script.Interval ?? TimeSpan.MaxValue).Append(configuration.Interval).Min();
        return shortest > ShortestPass ? shortest : ShortestPass;
    }

    private static SiloState StateOf(SiloAddress silo, SiloDigest? told) => new(
        SiloView.NameOf(silo),
        told?.Name ?? "",
        told is not null,
        told is null ? 0 : told.Up + told.Down + told.Unknown,
        told?.Down ?? 0);
}
