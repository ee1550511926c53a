using System.Collections.Immutable;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Rollups;

/// <summary>
/// The latest digest of each silo, and what those of them that still count come to. While targets change hands one may be in the digest of no silo, or
/// of two: for a moment the last digests that had each target once count instead, so that no sum dips or leaps.
/// </summary>
/// <param name="targets">How many targets the catalogue has.</param>
internal sealed class SiloReports(Func<int> targets)
{
    /// <summary>A digest counts for so many of its silo's intervals.</summary>
    private const int Validity = 3;

    /// <summary>How long the last whole digests stand for those that are not: longer than a silo that was killed is missed.</summary>
    private static readonly TimeSpan Steadiness = TimeSpan.FromSeconds(4);

    private readonly Dictionary<SiloAddress, (SiloDigest Digest, TimeSpan At)> _latest = [];
    private SiloDigest[] _whole = [];
    private TimeSpan _wholeAt;
    private TimeSpan? _first;

    /// <summary>Notes a silo's digest.</summary>
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

    /// <summary>Merges what counts: the digests of active silos that are not too old.</summary>
    /// <param name="active">The active silos.</param>
    /// <param name="now">The present, on the same clock as the reports.</param>
    /// <param name="at">The present, as a date.</param>
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
    /// Right after the grain was lost and began anew, most silos are yet to report: sums of a few silos would look like a collapse. A
    /// silo that does not report in that time is silent.
    /// </summary>
    private bool HasWaited(SiloDigest[] digests, TimeSpan now) =>
        now - _first > digests.Max(static digest => digest.Interval) * Validity;
}
