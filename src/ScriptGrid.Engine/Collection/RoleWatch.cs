using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// What is known of a target's role. Only targets have one whose scripts say where they run, or whose series have the role as a label. Written
/// under the collector's lock, by the turn under way.
/// </summary>
internal sealed class RoleWatch
{
    /// <summary>What a server denies it goes on to deny, and logs each time.</summary>
    private static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(15);

    private object? _readOver;
    private TimeSpan _readAt = TimeSpan.MinValue;
    private RoleReading _last;

    /// <summary>The role that the server had when it last told; null where it never did, or does not tell it any more.</summary>
    public ServerRole? Role { get; set; }

    /// <summary>The log was told that the label is left out.</summary>
    public bool IsGapTold { get; set; }

    /// <summary>
    /// What was read last, unless that was before the run became due, or over another connection, which may lead to another server: so every run follows a
    /// failover that was over when it became due, and those that are due at once ask once. A refusal holds for a while.
    /// </summary>
    public RoleReading? ReadSince(TimeSpan dueSince, TargetLink link) =>
        ReferenceEquals(link.Connection, _readOver) && _readAt + (_last.IsRefused ? RefusalPause : TimeSpan.Zero) >= dueSince ? _last : null;

    /// <summary>Why ROLE need not be asked over the connection that there is; null where it is not known to be refused.</summary>
    public Failure? Refusal(TargetLink link) => ReferenceEquals(link.Connection, _readOver) ? _last.Refusal : null;

    /// <summary>Takes note of a reading that was asked for at a time.</summary>
    public void Note(in RoleReading reading, TimeSpan askedAt, TargetLink link)
    {
        if (reading.Role is not null || reading.IsRefused)
        {
            (_readOver, _readAt, _last) = (link.Connection, askedAt, reading);
        }
    }
}
