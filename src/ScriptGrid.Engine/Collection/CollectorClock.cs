namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Time as collection needs it: monotonic for schedules, durations and deadlines, counted from the engine's start; wall time only to
/// lay absolute slots and to date results.
/// </summary>
internal sealed class CollectorClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

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

    /// <summary>The date of a time since the engine's start, as the wall clock has it by now.</summary>
    public DateTimeOffset DateOf(TimeSpan sinceStart) => time.GetUtcNow() - Now + sinceStart;
}
