namespace ScriptGrid.Engine.Collection;

/// <summary>
/// The time as collection needs it. Schedules, durations and deadlines use monotonic time, counted from the engine's start. Wall time serves only to
/// place the absolute slots and to date results.
/// </summary>
internal sealed class CollectorClock(TimeProvider time)
{
    /// <summary>
    /// Tolerance when clocks are compared: longer than the time between reading two clocks, shorter than a step by which a wall clock is set.
    /// </summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMilliseconds(100);

    private readonly long _start = time.GetTimestamp();
    private long _startTicks = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;

    /// <summary>The source of time, for timers.</summary>
    public TimeProvider Provider => time;

    /// <summary>
    /// Wall time since the Unix epoch at the engine's start, from which slots are computed. Rounded down to the grid, so that no slot lies between
    /// two turns of the wheel.
    /// </summary>
    public TimeSpan Origin { get; } = Schedule.RoundDown(time.GetUtcNow() - DateTimeOffset.UnixEpoch);

    /// <summary>Time since the engine's start.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Wall time since the Unix epoch.</summary>
    public TimeSpan UnixTime => time.GetUtcNow() - DateTimeOffset.UnixEpoch;

    /// <summary>By how much the wall clock was set since the engine's start, in whole seconds.</summary>
    public TimeSpan Correction => TimeSpan.FromSeconds(Math.Round((DateOf(TimeSpan.Zero) - DateTimeOffset.UnixEpoch - Origin).TotalSeconds));

    /// <summary>
    /// Returns the date of a time since the engine's start, by the current wall clock. The result is the same each time unless that clock was set in
    /// between.
    /// </summary>
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
