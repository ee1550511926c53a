using ScriptGrid.Engine.Collection;

namespace ScriptGrid.Tests.Engine.Collection;

public sealed class CollectorClockTests
{
    private readonly UnevenTime _time = new();

    [Fact]
    public void DateOf_AskedAgain_IsTheSame()
    {
        var clock = new CollectorClock(_time);

        IEnumerable<DateTimeOffset> dates = Enumerable.Range(0, 100).Select(_ => clock.DateOf(TimeSpan.FromSeconds(3)));

        Assert.Equal(UnevenTime.Start + TimeSpan.FromSeconds(3), Assert.Single(dates.Distinct()), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void DateOf_WallClockWasSet_IsAsThatHasItNow()
    {
        var clock = new CollectorClock(_time);
        DateTimeOffset before = clock.DateOf(TimeSpan.Zero);

        _time.Set += TimeSpan.FromHours(1);

        Assert.Equal(before + TimeSpan.FromHours(1), clock.DateOf(TimeSpan.Zero), TimeSpan.FromMilliseconds(1));
        Assert.Equal(clock.DateOf(TimeSpan.Zero), clock.DateOf(TimeSpan.Zero));
    }

    /// <summary>The wall clock goes on by a tick with each look; the other stands still.</summary>
    private sealed class UnevenTime : TimeProvider
    {
        public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        private long _looks;

        /// <summary>What the wall clock was set on by.</summary>
        public TimeSpan Set { get; set; }

        public override long GetTimestamp() => 0;

        public override DateTimeOffset GetUtcNow() => Start + Set + TimeSpan.FromTicks(_looks++);
    }
}
