namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Decides when a working connection is reopened. What the server says may by now be true only of another server or another user: READONLY after a
/// failover, NOPERM after a change of users. If it is still true on the new connection, it will stay true, so the pause between renewals grows.
/// </summary>
internal static class Renewal
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Whether to reopen the connection now.</summary>
    /// <param name="age">The age of the connection.</param>
    /// <param name="renewals">The number of renewals so far that did not help; incremented if one is due.</param>
    public static bool IsDue(TimeSpan age, ref byte renewals)
    {
        if (age > 2 * LongestPause)
        {
            renewals = 0; // The connection has worked for a long time.
        }

        if (age < Pause(renewals))
        {
            return false;
        }

        renewals = (byte)Math.Min(renewals + 1, byte.MaxValue);
        return true;
    }

    /// <summary>How old a connection must be after this many renewals; zero before the first.</summary>
    public static TimeSpan Pause(byte renewals)
    {
        TimeSpan pause = renewals == 0 ? TimeSpan.Zero : FirstPause * Math.Pow(2, Math.Min(renewals - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }
}
