using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Computes when scripts run. Slots are absolute: a script starts on a target at the same points in wall time, whichever process owns the target and
/// however long that process has run. Times are counted from the engine's start.
/// </summary>
internal static class Schedule
{
    /// <summary>The grid of the schedule. Starts are rounded up to it, so that one wake-up serves everything that is due within a slot.</summary>
    public static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(20);

    /// <summary>Each script runs once within this time after the start, or within its interval if that is shorter.</summary>
    public static readonly TimeSpan StartWindow = TimeSpan.FromSeconds(5);

    /// <summary>Returns the point in its interval at which a script runs on a target. It is stable, and evenly spread over targets and scripts.</summary>
    public static TimeSpan Offset(string target, string script, TimeSpan interval)
    {
        double fraction = TargetHash.Of($"{target}\n{script}") / (ulong.MaxValue + 1.0);
        return RoundDown(interval * fraction);
    }

    /// <summary>Returns the first start after the engine's start or a reload: the offset, scaled into the start window.</summary>
    public static TimeSpan First(TimeSpan now, TimeSpan offset, TimeSpan interval) =>
        now + (offset * (Math.Min(StartWindow.Ticks, interval.Ticks) / (double)interval.Ticks));

    /// <summary>Returns the first absolute slot after <paramref name="after"/>.</summary>
    /// <param name="after">Time since the engine's start.</param>
    /// <param name="origin">Wall time since the Unix epoch at the engine's start.</param>
    /// <param name="offset">The script's offset in its interval.</param>
    /// <param name="interval">Time between two slots.</param>
    public static TimeSpan Next(TimeSpan after, TimeSpan origin, TimeSpan offset, TimeSpan interval)
    {
        long wall = after.Ticks + origin.Ticks - offset.Ticks;
        long slots = Math.DivRem(wall, interval.Ticks, out long into) + (into < 0 ? 0 : 1);
        return TimeSpan.FromTicks((slots * interval.Ticks) + offset.Ticks - origin.Ticks);
    }

    /// <summary>
    /// Returns the start that follows <paramref name="due"/>: that slot plus the interval. It is not computed from the current time, because that
    /// would drift. If it is already past, for example after a long pause of the process, the result is the next slot in the future.
    /// </summary>
    public static TimeSpan Following(TimeSpan due, TimeSpan now, TimeSpan interval)
    {
        TimeSpan next = due + interval;
        return next > now ? next : due + (interval * (Math.Floor((now - due) / interval) + 1));
    }

    /// <summary>Returns the last point of the grid that is not after <paramref name="time"/>.</summary>
    public static TimeSpan RoundDown(TimeSpan time) => TimeSpan.FromTicks(time.Ticks - (time.Ticks % Slot.Ticks));

    /// <summary>Returns the number of the first point of the grid that is not before <paramref name="due"/>, counted from the engine's start.</summary>
    public static long SlotAtOrAfter(TimeSpan due) => (Math.Max(due.Ticks, 0) + Slot.Ticks - 1) / Slot.Ticks;
}
