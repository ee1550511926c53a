namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Time as collection needs it: monotonic for schedules, durations and deadlines, counted from the engine's start; wall time only to
/// lay absolute slots and to date results.
/// </summary>
internal sealed class CollectorClock(TimeProvider time)
{
    /// <summary>The time between two looks at clocks is less, and what sets a wall clock moves it by more.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMilliseconds(100);

    private readonly long _start = time.GetTimestamp();
    private long _startTicks = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;

    /// <summary>The source of time, for timers.</summary>
    public TimeProvider Provider => time;

    /// <summary>
    /// Wall time since the Unix epoch at the engine's start; slots are laid against it. Rounded to the grid, so that no slot falls
    /// between two turns of the wheel.
    /// </summary>
    public TimeSpan Origin { get; } = Schedule.RoundDown(time.GetUtcNow() - DateTimeOffset.UnixEpoch);

    /// <summary>Time since the engine's start.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Wall time since the Unix epoch.</summary>
    public TimeSpan UnixTime => time.GetUtcNow() - DateTimeOffset.UnixEpoch;

    /// <summary>The date of a time since the engine's start, as the wall clock has it by now: the same each time, unless that clock was set meanwhile.</summary>
    public DateTimeOffset DateOf(TimeSpan sinceStart)
    {
        long start = Volatile.Read(ref _startTicks);
        long measured = (UnixTime - Now).Ticks;
        if (Math.Abs(measured - start) > Leeway.Ticks)
        {
            start = measured;
            Volatile.Write(ref _startTicks, start);
        }

        return DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(start) + sinceStart;
    }
}
