using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <inheritdoc cref="ISiloPages"/>
internal sealed class SiloPages(
    GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, ILocalSiloDetails details, OwnHttpAddress http, HeldTargets held, SiloMeter meter)
    : GrainService(id, silo, loggers), ISiloPages
{
    private FleetResults _known = FleetResults.Empty;
    private Dictionary<ulong, int> _positions = [];

    private string Owner { get; } = SiloView.NameOf(details.SiloAddress);

    /// <inheritdoc/>
    public Task<SiloCard> GetCardAsync() =>
        Task.FromResult(new SiloCard(details.Name, http.Current, held.Configuration.Web.Routed(held.Configuration.Web.TelemetryPath)));

    /// <inheritdoc/>
    public Task<SiloInventory> GetInventoryAsync()
    {
        held.LimitSeries();
        return Task.FromResult(Inventory.Of(held.Exposed, held.Context.Clock.Now));
    }

    /// <inheritdoc/>
    public Task<FleetPart> GetPartAsync(PartRequest request)
    {
        FleetResults results = held.Exposed;
        if (!ReferenceEquals(results, _known))
        {
            _positions = Inventory.Positions(results);
            _known = results;
        }

        IEnumerable<int> targets = request.Targets.Select(target => _positions.GetValueOrDefault(target, -1));
        return Task.FromResult(FleetPartWriter.Write(results, targets, held.Context.Families, held.Context.Clock.Now, request.IsDeflated));
    }

    /// <inheritdoc/>
    public Task<StatusPage> GetTargetsAsync(string after, int count)
    {
        ImmutableArray<TargetStatus> targets =
        [
            .. held.Holdings
                .Where(holding => string.CompareOrdinal(holding.Target, after) > 0)
                .OrderBy(static holding => holding.Target, StringComparer.Ordinal)
                .Take(count + 1)
                .Select(Describe),
        ];
        return Task.FromResult(StatusPage.From(targets.Take(count), isLast: targets.Length <= count));
    }

    /// <inheritdoc/>
    public async Task<IndexPart> GetIndexAsync(IndexRequest request) => IndexPart.From(
        await TargetIndexer.IndexAsync(Glances(request.ToQuery().Sort), request.ToQuery(), CancellationToken.None));

    /// <inheritdoc/>
    public Task<StatusPage> GetStatusesAsync(string[] targets)
    {
        HashSet<string> wanted = new(targets, StringComparer.Ordinal);
        return Task.FromResult(StatusPage.From(held.Holdings.Where(holding => wanted.Contains(holding.Target)).Select(Describe), isLast: true));
    }

    /// <inheritdoc/>
    public Task<ReportPart> GetReportAsync(string target)
    {
        Holding? found = held.Holdings.FirstOrDefault(holding => holding.Target == target);
        TargetReport? report = found?.Collector.Report();
        return Task.FromResult(report is null ? ReportPart.None : ReportPart.From(report with { Status = report.Status with { Owner = Owner } }));
    }

    /// <inheritdoc/>
    public async Task<ScriptTalliesPart> GetScriptsAsync(string? script)
    {
        ImmutableArray<ScriptTallyPart> tallies = await ScriptTallies.TallyAsync(held.Holdings.Select(Describe), script, CancellationToken.None);
        return new ScriptTalliesPart([.. tallies.Select(ScriptTallyEntry.From)]);
    }

    /// <inheritdoc/>
    public Task<SiloFigures> GetFiguresAsync() => Task.FromResult(new SiloFigures(
        details.Name,
        http.Current,
        held.Context.Clock.DateOf(TimeSpan.Zero),
        BuildInfo.Version,
        held.Holdings.Length,
        held.Catalogue.Edition,
        held.Context.Meter.Lag.Read(),
        meter.HandOvers));

    /// <inheritdoc/>
    public Task<SnapshotPage> GetSnapshotsAsync(SnapshotRequest request) => Task.FromResult(
        SnapshotPages.Of(held.Holdings, request, Owner, held.Context.Clock.Now));

    private IEnumerable<TargetGlance> Glances(TargetSort? sort) => held.Holdings.Select(holding => holding.Collector.Glance(sort) with { Owner = Owner });

    private TargetStatus Describe(Holding holding) => holding.Collector.Describe() with { Owner = Owner };
}

/// <summary>Reaches the pages of a given silo.</summary>
internal sealed class SiloPagesClient(IServiceProvider services) : GrainServiceClient<ISiloPages>(services)
{
    /// <summary>Returns the pages of one silo.</summary>
    public ISiloPages Of(SiloAddress silo) => GetGrainService(silo);
}
