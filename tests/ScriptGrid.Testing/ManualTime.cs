namespace ScriptGrid.Testing;

/// <summary>Time that stands still until a test moves it. It has no timers, so a test itself triggers what depends on time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private TimeSpan _elapsed;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves time forward.</summary>
    public void Advance(TimeSpan by) => _elapsed += by;

    /// <summary>By how much the wall clock was set.</summary>
    public TimeSpan Set { get; set; }

    /// <inheritdoc/>
    public override long GetTimestamp() => _elapsed.Ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Start + Set + _elapsed;
}
