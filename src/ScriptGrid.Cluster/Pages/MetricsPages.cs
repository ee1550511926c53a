using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Compression;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary>
/// Writes metrics pages: of this silo's targets, or of the whole fleet with a part from each silo. A part that a silo does not deliver in time is missing,
/// and the page says so.
/// </summary>
internal sealed class MetricsPages(HeldTargets held, ClusterView view, SiloCalls calls, FleetRollups rollups, TimeProvider time)
{
    private const int FirstWindow = 512;

    /// <summary>Writes the page for a selection.</summary>
    public async ValueTask WriteAsync(PipeWriter output, ExpositionFormat format, MetricsSelection selection, CancellationToken cancellationToken)
    {
        TimeSpan now = held.Context.Clock.Now;
        TargetFamilies families = held.Context.Families;
        held.LimitSeries();
        if (selection.Scope == MetricsScope.Local)
        {
            FleetResults own = held.Results.Of(selection) with { Rollups = [] };
            await FleetPage.WriteAsync(output, own, families, format, now, cancellationToken);
            return;
        }

        Task<FleetDigest?>? digest = selection.IncludesWhole ? rollups.ReadAsync() : null;
        if (selection.Scope == MetricsScope.Fleet || selection.TellsGaps)
        {
            await WriteFleetAsync(output, format, selection, now, cancellationToken);
        }

        if (digest is not null)
        {
            bool countsTargets = held.Configuration.Scripts.Any(static script => script.Expose == Exposure.Rollups);
            SiloFamilies.WriteRollups(output, format, families, await digest, countsTargets);
        }
    }

    /// <summary>Writes the lines of all silos' targets, unless the page is for the rollups alone, and how complete they are.</summary>
    private async ValueTask WriteFleetAsync(
        PipeWriter output, ExpositionFormat format, MetricsSelection selection, TimeSpan now, CancellationToken cancellationToken)
    {
        SiloView current = view.Current;
        ImmutableArray<SiloAddress> silos = current.Holders;
        calls.Forget(silos);
        var deadline = new ScrapeDeadline(time, selection.Timeout);
        FleetResults results = held.Exposed;
        SiloInventory?[] inventories = await Task.WhenAll(silos.Select(silo => InventoryOfAsync(silo, results, now, deadline)));
        ulong[][] assigned = PartAssignment.Assign(inventories, current.Ownership.IndexOf, selection.Shard.Contains);

        IEnumerable<ulong> found = assigned.SelectMany(static targets => targets);
        bool[] isUp = [.. inventories.Select(static inventory => inventory is not null)];
        if (selection.Scope == MetricsScope.Fleet)
        {
            int self = silos.IndexOf(view.Self);
            ulong[] mine = self < 0 ? [] : assigned[self];
            FleetResults own = mine.Length == results.Targets.Length ? results : results.Where(mine.ToHashSet().Contains);
            PartStream[] parts = [.. silos.Select((silo, i) => StreamOf(silo, i == self ? [] : assigned[i], output is GzipWriter, deadline))];
            await MergedPage.WriteAsync(output, own, parts, held.Context.Families, format, now, cancellationToken);
            found = parts.Zip(assigned).SelectMany(static pair => pair.Second.Take(pair.First.Taken)).Concat(mine);
            isUp = [.. isUp.Zip(parts, static (isUp, part) => isUp && !part.HasFailed)];
        }

        CatalogueTargets catalogue = held.Catalogue;
        int missing = catalogue.Hashes.Count(selection.Shard.Contains) - found.Count(catalogue.Contains);
        var page = new ExpositionBuffer();
        SiloFamilies.WriteCompleteness(page, format, [.. current.Silos.Select((silo, i) => (silo, isUp[i]))], missing);
        output.Write(page.WrittenSpan);
    }

    private async Task<SiloInventory?> InventoryOfAsync(SiloAddress silo, FleetResults own, TimeSpan now, ScrapeDeadline deadline)
    {
        if (silo.Equals(view.Self))
        {
            return Inventory.Of(own, now);
        }

        // Half of the remaining time, so that a silent silo leaves the others time for their parts.
        return await calls.AskAsync(silo, static pages => pages.GetInventoryAsync(), deadline.Remaining / 2);
    }

    /// <summary>
    /// Makes a stream that reads a silo's parts one by one. The first request names 512 targets, each later one twice as many as fit into the part before.
    /// </summary>
    private PartStream StreamOf(SiloAddress silo, ulong[] targets, bool isDeflated, ScrapeDeadline deadline)
    {
        int before = 0;
        int window = FirstWindow;
        return new PartStream(targets.Length, start =>
        {
            window = start == 0 ? FirstWindow : Math.Max((start - before) * 2, 1);
            before = start;
            var request = new PartRequest([.. targets.Skip(start).Take(window)], isDeflated);
            return calls.AskAsync(silo, pages => pages.GetPartAsync(request), deadline.Remaining);
        });
    }
}

/// <summary>The deadline of a page.</summary>
internal sealed class ScrapeDeadline(TimeProvider time, TimeSpan? timeout)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>What remains of the client's timeout; a long time if there is none.</summary>
    public TimeSpan Remaining => (timeout ?? TimeSpan.FromDays(1)) - time.GetElapsedTime(_start);
}
