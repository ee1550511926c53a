using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// When scripts run. Slots are absolute: a script's starts on a target are the same points in wall time, whichever process
/// owns the target and however long it has run. Times are counted from the engine's start.
/// </summary>
internal static class Schedule
{
    /// <summary>Starts are rounded up to this grid, so that one wake-up serves all that is due within it.</summary>
    public static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(20);

    /// <summary>Within this time after start, or within one interval where that is shorter, each script has run once.</summary>
    public static readonly TimeSpan StartWindow = TimeSpan.FromSeconds(5);

    /// <summary>Where in its interval a script runs on a target: a stable point, evenly spread over targets and scripts.</summary>
    public static TimeSpan Offset(string target, string script, TimeSpan interval)
    {
        double fraction = TargetHash.Of($"{target}\n{script}") / (ulong.MaxValue + 1.0);
        return RoundDown(interval * fraction);
    }

    /// <summary>The first start after the engine's start or a reload: the offset, scaled into the start window.</summary>
    public static TimeSpan First(TimeSpan now, TimeSpan offset, TimeSpan interval) =>
        now + (offset * (Math.Min(StartWindow.Ticks, interval.Ticks) / (double)interval.Ticks));

    /// <summary>The first absolute slot after <paramref name="after"/>.</summary>
    /// <param name="after">Time since the engine's start.</param>
    /// <param name="origin">Wall time since the Unix epoch at the engine's start.</param>
    /// <param name="offset">The script's place in its interval.</param>
    /// <param name="interval">Time between two slots.</param>
    public static TimeSpan Next(TimeSpan after, TimeSpan origin, TimeSpan offset, TimeSpan interval)
    {
        long wall = after.Ticks + origin.Ticks - offset.Ticks;
        long slots = Math.DivRem(wall, interval.Ticks, out long into) + (into < 0 ? 0 : 1);
        return TimeSpan.FromTicks((slots * interval.Ticks) + offset.Ticks - origin.Ticks);
    }

    /// <summary>
    /// The start that follows <paramref name="due"/>: the slot before plus the interval, never computed from the clock, which would
    /// drift; where that has passed too, as after a long pause of the process, the next slot to come.
    /// </summary>
    public static TimeSpan Following(TimeSpan due, TimeSpan now, TimeSpan interval)
    {
        TimeSpan next = due + interval;
        return next > now ? next : due + (interval * (Math.Floor((now - due) / interval) + 1));
    }

    /// <summary>The last point of the grid that is not after <paramref name="time"/>.</summary>
    public static TimeSpan RoundDown(TimeSpan time) => TimeSpan.FromTicks(time.Ticks - (time.Ticks % Slot.Ticks));

    /// <summary>The number of the first point of the grid that is not before <paramref name="due"/>, counted from the engine's start.</summary>
    public static long SlotAtOrAfter(TimeSpan due) => (Math.Max(due.Ticks, 0) + Slot.Ticks - 1) / Slot.Ticks;
}
