using Xunit.Sdk;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>That what is asked of schedules can be missed, and how.</summary>
public sealed class SchedulesTests
{
    private static readonly TimeSpan End = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(2.5, 1)]
    [InlineData(2.5, 5)]
    [InlineData(5.5, 4)]
    public void AssertGaps_AsLongAsTheMachineNeeds_Passes(double gap, double slowness) =>
        Assert.Null(Record.Exception(() => CheckGap(gap, slowness)));

    [Theory]
    [InlineData(3.5, 1)]
    [InlineData(5.5, 3)]
    [InlineData(8, 5)]
    public void AssertGaps_LongerThanTheMachineExplains_Fails(double gap, double slowness) =>
        Assert.Throws<TrueException>(() => CheckGap(gap, slowness));

    [Fact]
    public void AssertNoDoubles_TwoRunsInEachInterval_Fails()
    {
        var twice = new RunTimes("t", [.. Enumerable.Range(0, 20).Select(static run => run / 2 * TargetFarm.Interval)]);

        Assert.Throws<TrueException>(() => Schedules.AssertNoDoubles([twice]));
    }

    [Fact]
    public void AssertNoDoubles_OneLateAndTheNextInTime_Passes()
    {
        TimeSpan[] times = [.. Enumerable.Range(0, 20).Select(static run => (run == 9 ? 9.9 : run) * TargetFarm.Interval)];

        Assert.Null(Record.Exception(() => Schedules.AssertNoDoubles([new RunTimes("t", times)])));
    }

    [Fact]
    public void SlownessOf_Pieces_IsTheirMeanAgainstTheBest()
    {
        (TimeSpan, TimeSpan)[] pieces = [.. new[] { 10, 10, 30, 50, 10_000 }.Select(
            static (took, second) => (TimeSpan.FromSeconds(second), TimeSpan.FromMilliseconds(took)))];

        Assert.Equal(1, MachinePace.SlownessOf(pieces, TimeSpan.Zero, TimeSpan.FromSeconds(1)), 6);
        Assert.Equal(4, MachinePace.SlownessOf(pieces, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)), 6);
        Assert.Equal(MachinePace.Slowest, MachinePace.SlownessOf(pieces, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6)));
        Assert.Equal(MachinePace.Slowest, MachinePace.SlownessOf(pieces, End, End));
    }

    /// <summary>A run each second but for one gap.</summary>
    private static void CheckGap(double gap, double slowness)
    {
        IEnumerable<double> seconds = Enumerable.Range(0, 60).Select(static second => (double)second).Where(second => second <= 10 || second >= 10 + gap);
        var run = new RunTimes("t", [.. seconds.Append(10 + gap).Order().Select(TimeSpan.FromSeconds)]) { Slowness = (_, _) => slowness };
        Schedules.AssertGaps([run], TimeSpan.Zero, End, Schedules.OneMissed);
    }
}
