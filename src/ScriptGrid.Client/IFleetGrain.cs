using System.Collections.Immutable;
using Orleans.Concurrency;

namespace ScriptGrid.Client;

/// <summary>
/// The whole fleet, as the silos tell of it. The key is any GUID: each client instance takes one of its own, so that what it reads and watches
/// runs through one activation that no other client waits for.
/// </summary>
[Alias("sg.fleet")]
public interface IFleetGrain : IGrainWithGuidKey
{
    /// <summary>The targets and how they fare, page by page, by identity in ordinal order.</summary>
    /// <param name="after">Where the page before ended, <see cref="TargetsPage.Next"/>; empty begins.</param>
    /// <param name="count">How many to return, 1 to 10,000.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    [AlwaysInterleave]
    [Alias("targets")]
    Task<TargetsPage> GetTargetsAsync(string after = "", int count = 1000, CancellationToken cancellationToken = default);

    /// <summary>Targets by state, the silos with what each collects, and the version of the catalogue.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    [AlwaysInterleave]
    [Alias("state")]
    Task<FleetState> GetStateAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The rollups of scripts with <c>aggregate:</c>, over all targets, by script and key, and behind them those of the metrics that the scripts declare, without
    /// histograms and summaries. They are at most one collection interval old.
    /// </summary>
    /// <param name="script">One script's only; empty for all.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    [AlwaysInterleave]
    [Alias("rollups")]
    Task<ImmutableArray<Rollup>> GetRollupsAsync(string script = "", CancellationToken cancellationToken = default);

    /// <summary>
    /// A stream of snapshots without end: first the current one of each target, then, once each collection interval, the newer one of each
    /// target that was collected since. A slow reader misses what it had no time for, and gets the newest of each target. A target that is
    /// no longer configured comes no more.
    /// </summary>
    /// <param name="options">Which targets and scripts.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    [Alias("watch")]
    IAsyncEnumerable<TargetSnapshot> WatchAsync(WatchOptions options, CancellationToken cancellationToken = default);
}
