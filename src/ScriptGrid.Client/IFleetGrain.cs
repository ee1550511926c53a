using System.Collections.Immutable;
using Orleans.Concurrency;

namespace ScriptGrid.Client;

/// <summary>
/// The whole fleet, as the silos report it. The key is any GUID: each client instance uses one of its own, so that its reads and watches run in an
/// activation that no other client waits for.
/// </summary>
[Alias("sg.fleet")]
public interface IFleetGrain : IGrainWithGuidKey
{
    /// <summary>Returns the targets with their state, page by page, by identity in ordinal order.</summary>
    /// <param name="after">The <see cref="TargetsPage.Next"/> of the previous page; empty for the first page.</param>
    /// <param name="count">How many to return, 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="after"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is not 1 to 10,000, or <paramref name="after"/> is longer than <see cref="CallLimits.MaxNameLength"/>.
    /// </exception>
    [AlwaysInterleave]
    [Alias("targets")]
    Task<TargetsPage> GetTargetsAsync(string after = "", int count = 1000, CancellationToken cancellationToken = default);

    /// <summary>Returns the number of targets by state, the silos with the number of targets that each collects, and the version of the catalogue.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    [AlwaysInterleave]
    [Alias("state")]
    Task<FleetState> GetStateAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns rollups over all targets: first those of scripts with <c>aggregate:</c>, by script and key, then those of the metrics that such scripts declare,
    /// except histograms and summaries. They are at most one collection interval old.
    /// </summary>
    /// <param name="script">The script whose rollups to return; empty for all scripts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="script"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="script"/> is longer than <see cref="CallLimits.MaxNameLength"/>.</exception>
    /// <exception cref="TimeoutException">The rollups cannot be read now, for example because the silo that merges them was just lost; ask again.</exception>
    [AlwaysInterleave]
    [Alias("rollups")]
    Task<ImmutableArray<Rollup>> GetRollupsAsync(string script = "", CancellationToken cancellationToken = default);

    /// <summary>
    /// Streams snapshots without end: first the current one of each target, then, once per collection interval, a newer one of each target that was collected
    /// since, or that should have been and does not answer. A slow reader misses the snapshots in between, and gets the newest one of each target. A target
    /// that is no longer configured does not appear again.
    /// </summary>
    /// <remarks>
    /// <para>The collection interval is the global one, or that of the script that runs most often if it is shorter; at least one second.</para>
    /// <para>One silo serves the stream. When it stops, the next read throws <see cref="EnumerationAbortedException"/>; when it is lost, an
    /// <see cref="OrleansException"/> or a <see cref="TimeoutException"/>. Watch again then: another silo begins with the current snapshots.</para>
    /// <para>The client fetches up to a hundred snapshots at a time. If a reader takes more than 30 seconds for what was fetched, the silo takes it for lost, and
    /// the next read throws <see cref="EnumerationAbortedException"/>.</para>
    /// </remarks>
    /// <param name="options">Selects targets and scripts.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/>, its script or one of its targets is null; thrown by the first read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A name is longer than <see cref="CallLimits.MaxNameLength"/>, or the targets have more than <see cref="CallLimits.MaxArgumentBytes"/> characters in
    /// total; thrown by the first read.
    /// </exception>
    [Alias("watch")]
    IAsyncEnumerable<TargetSnapshot> WatchAsync(WatchOptions options, CancellationToken cancellationToken = default);
}
