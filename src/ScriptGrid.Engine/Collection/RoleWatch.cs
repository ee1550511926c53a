using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// What is known of a target's role. Only targets need one whose scripts declare the roles they run on, or whose series have the role as a label.
/// The role and whether a gap was told are written under the collector's lock; readings are noted without it, by the current turn only.
/// </summary>
internal sealed class RoleWatch
{
    /// <summary>The pause after a refused ROLE command. A server that denies a command keeps denying it, and logs each denial.</summary>
    private static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(15);

    /// <summary>For how long a reading holds for runs that were due when it was taken.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private object? _readOver;
    private TimeSpan _readAt = TimeSpan.MinValue;
    private RoleReading _last;

    /// <summary>The last role that the server reported; null if it never reported one, or no longer does.</summary>
    public ServerRole? Role { get; set; }

    /// <summary>Whether the log already says that the role label is missing.</summary>
    public bool IsGapTold { get; set; }

    /// <summary>
    /// Returns the last reading, unless it was taken before the run became due, long ago, or over another connection, which may lead to another server.
    /// Every run therefore respects a failover that was complete when the run became due, and runs that are due together ask only once, unless other scripts
    /// or a pause hold a run back for long. A refusal stays valid for <see cref="RefusalPause"/>.
    /// </summary>
    public RoleReading? ReadSince(TimeSpan dueSince, TimeSpan now, TargetLink link) =>
        ReferenceEquals(link.Connection, _readOver)
        && (_last.IsRefused ? now - _readAt < RefusalPause : _readAt >= dueSince && now - _readAt < Freshness) ? _last : null;

    /// <summary>Returns why ROLE need not be asked over the current connection; null if it is not known to be refused.</summary>
    public Failure? Refusal(TargetLink link) => ReferenceEquals(link.Connection, _readOver) ? _last.Refusal : null;

    /// <summary>Records a reading that was requested at the given time.</summary>
    public void Note(in RoleReading reading, TimeSpan askedAt, TargetLink link)
    {
        if (reading.Role is not null || reading.IsRefused)
        {
            (_readOver, _readAt, _last) = (link.Connection, askedAt, reading);
        }
    }
}
