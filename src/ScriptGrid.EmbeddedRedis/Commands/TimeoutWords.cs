using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>How long a command waits at most; what returns false has replied.</summary>
internal static class TimeoutWords
{
    /// <summary>Reads a time in seconds, with decimals.</summary>
    internal static bool TryTimeout(this in CommandCall call, int index, out TimeSpan timeout)
    {
        timeout = default;
        if (!double.TryParse(call.Words[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || double.IsNaN(seconds))
        {
            return call.Fail("ERR timeout is not a float or out of range");
        }

        if (seconds < 0)
        {
            return call.Fail("ERR timeout is negative");
        }

        // Redis 7.0 computes in signed milliseconds, and what does not fit turns negative.
        if (seconds * 1000 > long.MaxValue)
        {
            return call.Fail("ERR timeout is negative");
        }

        timeout = Limit(seconds * 1000);
        return true;
    }

    /// <summary>A time that timers can take; the longest is as good as for ever.</summary>
    internal static TimeSpan Limit(double milliseconds) =>
        milliseconds >= uint.MaxValue - 1 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(milliseconds));
}
