using System.Collections.Immutable;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Rollups;

/// <summary>
/// Keeps the latest digest of each silo, and merges those that are still valid. While a target moves between silos, it may be in the digest of no silo, or of
/// two. For a moment the last digests that had each target once are used instead, so that no sum dips or jumps.
/// </summary>
/// <param name="targets">Returns the number of targets in the catalogue.</param>
internal sealed class SiloReports(Func<int> targets)
{
    /// <summary>How many of its silo's intervals a digest stays valid.</summary>
    private const int Validity = 3;

    /// <summary>How long the last complete digests replace incomplete ones: longer than it takes to notice that a silo was killed.</summary>
    private static readonly TimeSpan Steadiness = TimeSpan.FromSeconds(4);

    private readonly Dictionary<SiloAddress, (SiloDigest Digest, TimeSpan At)> _latest = [];
    private SiloDigest[] _whole = [];
    private TimeSpan _wholeAt;
    private TimeSpan? _first;

    /// <summary>Adds a silo's digest.</summary>
    public void Add(SiloDigest digest, TimeSpan now)
    {
        _first ??= now;
        _latest[digest.Silo] = (digest, now);
        SiloDigest[] present = [.. _latest.Values.Select(static report => report.Digest)];
        if (IsWhole(present))
        {
            (_whole, _wholeAt) = (present, now);
        }
    }

    /// <summary>Merges the digests of active silos that are not too old.</summary>
    /// <param name="active">The active silos.</param>
    /// <param name="now">The current time, on the same clock as the reports.</param>
    /// <param name="at">The current time, as a date.</param>
    public FleetDigest Merge(ImmutableArray<SiloAddress> active, TimeSpan now, DateTimeOffset at)
    {
        foreach ((SiloAddress silo, (SiloDigest digest, TimeSpan time)) in _latest.ToArray())
        {
            if (!active.Contains(silo) || now - time > digest.Interval * Validity)
            {
                _latest.Remove(silo);
            }
        }

        SiloDigest[] digests = [.. active.Where(_latest.ContainsKey).Select(silo => _latest[silo].Digest)];
        bool isSettled = digests.Length > 0 && (digests.Length == active.Length || HasWaited(digests, now));
        if (!IsWhole(digests) && _whole.Length > 0 && now - _wholeAt <= Steadiness)
        {
            (digests, isSettled) = (_whole, true);
        }

        RollupTable table = Digests.Merge(digests.SelectMany(static digest => digest.Scripts), digests.SelectMany(static digest => digest.Metrics));
        return new FleetDigest
        {
            At = at,
            IsSettled = isSettled,
            Silos = [.. digests.Select(static digest => digest with { Scripts = [], Metrics = [] })],
            Scripts = Digests.Of(table.Scripts),
            Metrics = Digests.Of(table.Metrics),
        };
    }

    private bool IsWhole(SiloDigest[] digests) =>
        digests.Sum(static digest => digest.Up + digest.Down + digest.Unknown) == targets();

    /// <summary>
    /// Whether the silos have had enough time to report. Right after the grain was lost and activated again, most silos have not reported yet, and sums of a
    /// few silos would look like a collapse. A silo that does not report within this time counts as silent.
    /// </summary>
    private bool HasWaited(SiloDigest[] digests, TimeSpan now) =>
        now - _first > digests.Max(static digest => digest.Interval) * Validity;
}
