using Xunit.Sdk;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>That what is asked of schedules can be missed, and how.</summary>
public sealed class SchedulesTests
{
    private static readonly TimeSpan End = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(2.5, 0)]
    [InlineData(2.5, 4)]
    [InlineData(5.5, 3)]
    public void AssertGaps_AsLongAsTheMachineExplains_Passes(double gap, double waited) =>
        Assert.Null(Record.Exception(() => CheckGap(gap, waited)));

    [Theory]
    [InlineData(3.5, 0)]
    [InlineData(5.5, 2)]
    [InlineData(8, 4)]
    public void AssertGaps_LongerThanTheMachineExplains_Fails(double gap, double waited) =>
        Assert.Throws<TrueException>(() => CheckGap(gap, waited));

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

    /// <summary>A run each second but for one gap.</summary>
    private static void CheckGap(double gap, double waited)
    {
        IEnumerable<double> seconds = Enumerable.Range(0, 60).Select(static second => (double)second).Where(second => second <= 10 || second >= 10 + gap);
        var run = new RunTimes("t", [.. seconds.Append(10 + gap).Order().Select(TimeSpan.FromSeconds)])
        {
            Waited = (_, _) => TimeSpan.FromSeconds(waited),
        };
        Schedules.AssertGaps([run], TimeSpan.Zero, End, Schedules.OneMissed);
    }
}
