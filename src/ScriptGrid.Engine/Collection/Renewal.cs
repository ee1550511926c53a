namespace ScriptGrid.Engine.Collection;

/// <summary>
/// When a connection that works is opened anew, since what the server says may be true of another server, or of another user, by now: READONLY
/// after a failover, NOPERM after a change of users. What is really so stays so, hence the growing pause.
/// </summary>
internal static class Renewal
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Whether to renew now.</summary>
    /// <param name="age">The connection's.</param>
    /// <param name="renewals">How many have been in vain so far, and the count after this one.</param>
    public static bool IsDue(TimeSpan age, ref byte renewals)
    {
        if (age > 2 * LongestPause)
        {
            renewals = 0; // It has been well for long.
        }

        if (age < Pause(renewals))
        {
            return false;
        }

        renewals = (byte)Math.Min(renewals + 1, byte.MaxValue);
        return true;
    }

    /// <summary>How old a connection must be after so many renewals; none at first.</summary>
    public static TimeSpan Pause(byte renewals)
    {
        TimeSpan pause = renewals == 0 ? TimeSpan.Zero : FirstPause * Math.Pow(2, Math.Min(renewals - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }
}
