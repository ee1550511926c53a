using System.Collections.Immutable;
using Orleans.Services;
using ScriptGrid.Client;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Cluster.Pages;

/// <summary>What each silo tells the others of the targets that it holds, for pages about the whole fleet.</summary>
[Alias("sg.pages")]
internal interface ISiloPages : IGrainService
{
    /// <summary>The silo's name, and where its pages are.</summary>
    [Alias("card")]
    Task<SiloCard> GetCardAsync();

    /// <summary>The <see cref="Engine.Model.TargetHash"/> of each target that the silo has something to expose of, in the order of its page.</summary>
    [Alias("inventory")]
    Task<SiloInventory> GetInventoryAsync();

    /// <summary>The lines of some targets, from the first on, as many as a part has room for. Those that are gone meanwhile have none.</summary>
    [Alias("part")]
    Task<FleetPart> GetPartAsync(PartRequest request);

    /// <summary>How targets fare, by identity in ordinal order.</summary>
    /// <param name="after">The identity behind which the page begins; empty begins with the first.</param>
    /// <param name="count">How many targets at most.</param>
    [Alias("targets")]
    Task<StatusPage> GetTargetsAsync(string after, int count);

    /// <summary>Which of the silo's targets a query wants.</summary>
    [Alias("index")]
    Task<IndexPart> GetIndexAsync(IndexRequest request);

    /// <summary>How those of some targets fare that the silo holds.</summary>
    [Alias("statuses")]
    Task<StatusPage> GetStatusesAsync(string[] targets);

    /// <summary>All that is known of a target, if the silo holds it.</summary>
    [Alias("report")]
    Task<ReportPart> GetReportAsync(string target);

    /// <summary>How scripts fare over the silo's targets.</summary>
    /// <param name="script">The one that is wanted; null is every one.</param>
    [Alias("scripts")]
    Task<ScriptTalliesPart> GetScriptsAsync(string? script);

    /// <summary>How the silo fares.</summary>
    [Alias("figures")]
    Task<SiloFigures> GetFiguresAsync();

    /// <summary>The latest results of targets, by identity in ordinal order, of as many as a page has room for.</summary>
    [Alias("snapshots")]
    Task<SnapshotPage> GetSnapshotsAsync(SnapshotRequest request);
}

/// <summary>Who a silo is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HttpAddress">Where its HTTP endpoints are reached; empty while it does not listen yet on a port of the system's choice.</param>
/// <param name="MetricsPath">Path of its metrics page.</param>
[GenerateSerializer, Immutable, Alias("sg.silo-card")]
internal sealed record SiloCard([property: Id(0)] string Name, [property: Id(1)] string HttpAddress, [property: Id(2)] string MetricsPath);

/// <summary>What a silo has to expose.</summary>
/// <param name="Targets">Hashes of the targets.</param>
[GenerateSerializer, Immutable, Alias("sg.silo-inventory")]
internal sealed record SiloInventory([property: Id(0)] ulong[] Targets);

/// <summary>Whose lines are asked for.</summary>
/// <param name="Targets">Hashes of the targets.</param>
/// <param name="IsDeflated">Whether the lines may come compressed, for a page with gzip. Silos that do not know it send lines.</param>
[GenerateSerializer, Immutable, Alias("sg.part-request")]
internal sealed record PartRequest([property: Id(0)] ulong[] Targets, [property: Id(1)] bool IsDeflated = false);

/// <summary>Whose snapshots are asked for.</summary>
/// <param name="After">The identity behind which the page begins; empty begins with the first.</param>
/// <param name="Since">Only targets that a run ended on since then, by <see cref="SnapshotPage.Now"/> of that silo.</param>
/// <param name="Options">Which targets and scripts.</param>
[GenerateSerializer, Immutable, Alias("sg.snapshot-request")]
internal sealed record SnapshotRequest(
    [property: Id(0)] string After, [property: Id(1)] TimeSpan Since, [property: Id(2)] WatchOptions Options);

/// <summary>The latest results of some targets.</summary>
/// <param name="Targets">The targets, by identity in ordinal order.</param>
/// <param name="Next">The identity behind which the next page begins; null where this is the last.</param>
/// <param name="Now">The time, on the silo's own clock.</param>
[GenerateSerializer, Immutable, Alias("sg.snapshot-page")]
internal sealed record SnapshotPage(
    [property: Id(0)] ImmutableArray<TargetSnapshot> Targets, [property: Id(1)] string? Next, [property: Id(2)] TimeSpan Now);
