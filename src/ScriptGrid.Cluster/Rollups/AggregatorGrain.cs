using Orleans.Concurrency;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;

namespace ScriptGrid.Cluster.Rollups;

/// <summary>
/// Merges one digest per silo and interval into the fleet's figures. It stores nothing: if it is lost with its silo, the next report of any silo
/// activates it again.
/// </summary>
[Alias("sg.aggregator")]
internal interface IAggregatorGrain : IGrainWithIntegerKey
{
    /// <summary>Adds a silo's digest.</summary>
    [Alias("report")]
    Task ReportAsync(SiloDigest digest);

    /// <summary>Returns the figures of the fleet.</summary>
    [Alias("read")]
    [AlwaysInterleave]
    Task<FleetDigest> ReadAsync();
}

/// <inheritdoc cref="IAggregatorGrain"/>
internal sealed class AggregatorGrain(ClusterView view, HeldTargets held, TimeProvider time) : Grain, IAggregatorGrain
{
    private static readonly TimeSpan CacheFor = TimeSpan.FromSeconds(1);

    private readonly SiloReports _reports = new(() => held.Catalogue.Targets.Length);
    private readonly long _start = time.GetTimestamp();
    private FleetDigest? _merged;
    private SiloView? _mergedFor;
    private TimeSpan _mergedAt;

    /// <inheritdoc/>
    public Task ReportAsync(SiloDigest digest)
    {
        _reports.Add(digest, time.GetElapsedTime(_start));
        _merged = null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<FleetDigest> ReadAsync()
    {
        SiloView current = view.Current;
        TimeSpan now = time.GetElapsedTime(_start);
        if (_merged is null || !ReferenceEquals(current, _mergedFor) || now - _mergedAt > CacheFor)
        {
            _merged = _reports.Merge(current.Silos, now, time.GetUtcNow());
            (_mergedFor, _mergedAt) = (current, now);
        }

        return Task.FromResult(_merged);
    }
}
