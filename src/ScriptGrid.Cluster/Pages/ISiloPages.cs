using System.Collections.Immutable;
using Orleans.Services;
using ScriptGrid.Client;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Cluster.Pages;

/// <summary>What each silo reports to the others about the targets that it holds, for pages about the whole fleet.</summary>
[Alias("sg.pages")]
internal interface ISiloPages : IGrainService
{
    /// <summary>Returns the silo's name, and the address of its pages.</summary>
    [Alias("card")]
    Task<SiloCard> GetCardAsync();

    /// <summary>
    /// Returns the <see cref="Engine.Model.TargetHash"/> of each target for which the silo has something to expose, in the order of its page.
    /// </summary>
    [Alias("inventory")]
    Task<SiloInventory> GetInventoryAsync();

    /// <summary>
    /// Returns the lines of the requested targets, from the first on, as many as fit into a part. Targets that are gone by now have no lines.
    /// </summary>
    [Alias("part")]
    Task<FleetPart> GetPartAsync(PartRequest request);

    /// <summary>Returns the state of targets, by identity in ordinal order.</summary>
    /// <param name="after">The identity after which the page begins; empty to begin with the first.</param>
    /// <param name="count">How many targets to return at most.</param>
    [Alias("targets")]
    Task<StatusPage> GetTargetsAsync(string after, int count);

    /// <summary>Returns the silo's targets that match a query.</summary>
    [Alias("index")]
    Task<IndexPart> GetIndexAsync(IndexRequest request);

    /// <summary>Returns the state of those of the given targets that the silo holds.</summary>
    [Alias("statuses")]
    Task<StatusPage> GetStatusesAsync(string[] targets);

    /// <summary>Returns all that is known of a target, if the silo holds it.</summary>
    [Alias("report")]
    Task<ReportPart> GetReportAsync(string target);

    /// <summary>Returns the state of scripts over the silo's targets.</summary>
    /// <param name="script">The script; null for every script.</param>
    [Alias("scripts")]
    Task<ScriptTalliesPart> GetScriptsAsync(string? script);

    /// <summary>Returns the silo's own figures.</summary>
    [Alias("figures")]
    Task<SiloFigures> GetFiguresAsync();

    /// <summary>Returns the latest results of targets, by identity in ordinal order, as many as fit into a page.</summary>
    [Alias("snapshots")]
    Task<SnapshotPage> GetSnapshotsAsync(SnapshotRequest request);
}

/// <summary>The identity of a silo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HttpAddress">The address of its HTTP endpoints; empty while it does not listen yet on a port that the system chooses.</param>
/// <param name="MetricsPath">The path of its metrics page.</param>
[GenerateSerializer, Immutable, Alias("sg.silo-card")]
internal sealed record SiloCard([property: Id(0)] string Name, [property: Id(1)] string HttpAddress, [property: Id(2)] string MetricsPath);

/// <summary>The targets for which a silo has something to expose.</summary>
/// <param name="Targets">Hashes of the targets: first of those that it holds, then of those that it just handed over.</param>
/// <param name="Departed">How many it just handed over. Silos that do not know this property say 0.</param>
[GenerateSerializer, Immutable, Alias("sg.silo-inventory")]
internal sealed record SiloInventory([property: Id(0)] ulong[] Targets, [property: Id(1)] int Departed = 0)
{
    /// <summary>Whether the target at this position is held, and not only a copy of one that was handed over.</summary>
    public bool IsHeld(int position) => position < Targets.Length - Departed;
}

/// <summary>A request for the lines of some targets.</summary>
/// <param name="Targets">Hashes of the targets.</param>
/// <param name="IsDeflated">Whether the lines may come compressed, for a page with gzip. Silos that do not know this property send plain lines.</param>
[GenerateSerializer, Immutable, Alias("sg.part-request")]
internal sealed record PartRequest([property: Id(0)] ulong[] Targets, [property: Id(1)] bool IsDeflated = false);

/// <summary>A request for snapshots of targets.</summary>
/// <param name="After">The identity after which the page begins; empty to begin with the first.</param>
/// <param name="Since">Only targets that have news since then, by <see cref="SnapshotPage.Now"/> of the same silo.</param>
/// <param name="Options">Selects targets and scripts.</param>
[GenerateSerializer, Immutable, Alias("sg.snapshot-request")]
internal sealed record SnapshotRequest(
    [property: Id(0)] string After, [property: Id(1)] TimeSpan Since, [property: Id(2)] WatchOptions Options);

/// <summary>The latest results of some targets.</summary>
/// <param name="Targets">The targets, by identity in ordinal order.</param>
/// <param name="Next">The identity after which the next page begins; null if this page is the last.</param>
/// <param name="Now">The current time on the silo's own clock.</param>
[GenerateSerializer, Immutable, Alias("sg.snapshot-page")]
internal sealed record SnapshotPage(
    [property: Id(0)] ImmutableArray<TargetSnapshot> Targets, [property: Id(1)] string? Next, [property: Id(2)] TimeSpan Now);
