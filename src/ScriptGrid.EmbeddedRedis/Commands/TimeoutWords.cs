using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>How long a command waits at most. Methods that return false have replied.</summary>
internal static class TimeoutWords
{
    /// <summary>Reads a time in seconds, which may have decimals.</summary>
    internal static bool TryTimeout(this in CommandCall call, int index, out TimeSpan timeout)
    {
        timeout = default;
        if (!Doubles.TryParse(call.Words[index], out double seconds))
        {
            if (!LongDouble.TryParse(call.Words[index], out LongDouble precise))
            {
                return call.Fail("ERR timeout is not a float or out of range");
            }

            seconds = precise.ToDouble();
            seconds = seconds == 0 && precise.IsPositive ? double.Epsilon : seconds;
        }

        // Redis 7.0 computes with 64-bit milliseconds: a value that does not fit becomes negative.
        double milliseconds = Math.Ceiling(seconds * 1000);
        if (milliseconds is < 0 or >= long.MaxValue)
        {
            return call.Fail("ERR timeout is negative");
        }

        timeout = Limit(milliseconds);
        return true;
    }

    /// <summary>Returns a time that timers accept. A longer time becomes zero, which means forever.</summary>
    internal static TimeSpan Limit(double milliseconds) =>
        milliseconds >= uint.MaxValue - 1 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(milliseconds));
}
