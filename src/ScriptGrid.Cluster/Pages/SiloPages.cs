using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <inheritdoc cref="ISiloPages"/>
internal sealed class SiloPages(
    GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, ILocalSiloDetails details, OwnHttpAddress http, HeldTargets held)
    : GrainService(id, silo, loggers), ISiloPages
{
    private FleetResults _known = FleetResults.Empty;
    private Dictionary<ulong, int> _positions = [];

    /// <inheritdoc/>
    public Task<SiloCard> GetCardAsync() =>
        Task.FromResult(new SiloCard(details.Name, http.Current, held.Configuration.Web.TelemetryPath));

    /// <inheritdoc/>
    public Task<SiloInventory> GetInventoryAsync()
    {
        held.LimitSeries();
        return Task.FromResult(new SiloInventory(Inventory.Of(held.Exposed, held.Context.Clock.Now)));
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
        return Task.FromResult(FleetPartWriter.Write(results, targets, held.Context.Families, held.Context.Clock.Now));
    }

    /// <inheritdoc/>
    public Task<StatusPage> GetTargetsAsync(string after, int count)
    {
        string owner = SiloView.NameOf(details.SiloAddress);
        ImmutableArray<TargetStatus> targets =
        [
            .. held.Holdings
                .Where(holding => string.CompareOrdinal(holding.Target, after) > 0)
                .OrderBy(static holding => holding.Target, StringComparer.Ordinal)
                .Take(count + 1)
                .Select(holding => holding.Collector.Describe() with { Owner = owner }),
        ];
        return Task.FromResult(StatusPage.From(targets.Take(count), isLast: targets.Length <= count));
    }

    /// <inheritdoc/>
    public Task<SnapshotPage> GetSnapshotsAsync(SnapshotRequest request) => Task.FromResult(
        SnapshotPages.Of(held.Holdings, request, SiloView.NameOf(details.SiloAddress), held.Context.Clock.Now));
}

/// <summary>Reaches the pages of a given silo.</summary>
internal sealed class SiloPagesClient(IServiceProvider services) : GrainServiceClient<ISiloPages>(services)
{
    /// <summary>The pages of one silo.</summary>
    public ISiloPages Of(SiloAddress silo) => GetGrainService(silo);
}
