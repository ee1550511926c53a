using ScriptGrid.Engine.Collection;

namespace ScriptGrid.Tests.Engine.Collection;

public sealed class ScheduleTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Origin = TimeSpan.FromSeconds(1_800_000_007.123);

    [Fact]
    public void Offset_TargetAndScript_NeverChanges()
    {
        // A new release must not move a fleet's schedule.
        Assert.Equal(TimeSpan.FromMilliseconds(13_260), Schedule.Offset("10.0.0.1:6379", "queues.lua", Interval));
        Assert.Equal(TimeSpan.FromMilliseconds(14_460), Schedule.Offset("10.0.0.2:6379", "queues.lua", Interval));
        Assert.Equal(TimeSpan.FromMilliseconds(7_600), Schedule.Offset("10.0.0.1:6379", "other.lua", Interval));
    }

    [Fact]
    public void Offset_ManyTargets_SpreadsEvenlyOverTheInterval()
    {
        const int targets = 30_000;
        int[] perSecond = new int[15];
        for (int i = 0; i < targets; i++)
        {
            TimeSpan offset = Schedule.Offset($"10.0.{i / 250}.{i % 250}:6379", "queues.lua", Interval);

            Assert.InRange(offset, TimeSpan.Zero, Interval - Schedule.Slot);
            Assert.Equal(0, offset.Ticks % Schedule.Slot.Ticks);
            perSecond[(int)offset.TotalSeconds]++;
        }

        // Five standard deviations around the mean of 2,000.
        Assert.All(perSecond, static count => Assert.InRange(count, 1_785, 2_215));
    }

    [Theory]
    [InlineData(15, 0, 0)]
    [InlineData(15, 7.5, 2.5)]
    [InlineData(15, 14.98, 4.9933333)]
    [InlineData(2, 1.5, 1.5)]
    [InlineData(86400, 43200, 2.5)]
    public void First_Offset_FallsIntoTheStartWindow(double interval, double offset, double expected)
    {
        TimeSpan now = TimeSpan.FromSeconds(100);

        TimeSpan first = Schedule.First(now, TimeSpan.FromSeconds(offset), TimeSpan.FromSeconds(interval));

        Assert.Equal(expected, (first - now).TotalSeconds, precision: 6);
    }

    [Fact]
    public void Next_AnyProcess_GivesTheSamePointsInWallTime()
    {
        TimeSpan offset = Schedule.Offset("10.0.0.1:6379", "queues.lua", Interval);
        TimeSpan laterStart = TimeSpan.FromSeconds(1234.5678);

        TimeSpan one = Origin + Schedule.Next(laterStart, Origin, offset, Interval);
        TimeSpan another = Origin + laterStart + Schedule.Next(TimeSpan.Zero, Origin + laterStart, offset, Interval);

        Assert.Equal(one, another);
        Assert.Equal(offset, TimeSpan.FromTicks(one.Ticks % Interval.Ticks));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.001)]
    [InlineData(7)]
    [InlineData(14.999)]
    public void Next_AnyTime_IsTheFirstSlotAfterIt(double seconds)
    {
        TimeSpan slot = Schedule.Next(TimeSpan.Zero, Origin, TimeSpan.FromSeconds(3), Interval);
        TimeSpan after = slot + TimeSpan.FromSeconds(seconds);

        Assert.Equal(slot + Interval, Schedule.Next(after, Origin, TimeSpan.FromSeconds(3), Interval));
    }

    [Fact]
    public void Following_LateRuns_DoesNotDrift()
    {
        TimeSpan first = TimeSpan.FromSeconds(3.02);
        TimeSpan due = first;
        for (int run = 0; run < 10_000; run++)
        {
            TimeSpan firedAt = due + TimeSpan.FromMilliseconds(run % 900);
            due = Schedule.Following(due, firedAt, Interval);
        }

        Assert.Equal(first + (10_000 * Interval), due);
    }

    [Theory]
    [InlineData(15, 30)]
    [InlineData(15.001, 30)]
    [InlineData(44.9, 45)]
    [InlineData(45, 60)]
    [InlineData(86_399, 86_400)]
    public void Following_AfterAPause_IsTheNextSlotToCome(double now, double expected) =>
        Assert.Equal(
            TimeSpan.FromSeconds(expected),
            Schedule.Following(TimeSpan.Zero, TimeSpan.FromSeconds(now), Interval));
}
