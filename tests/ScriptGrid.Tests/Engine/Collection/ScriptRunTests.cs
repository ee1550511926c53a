using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>One run of a paused collector, whose time and agenda the test moves.</summary>
public sealed class ScriptRunTests : IDisposable
{
    private static readonly ScriptSpec Script = RunningFleet.Script("a.lua", "return 1");
    private static readonly TargetSpec Target = RunningFleet.Target("127.0.0.1:1", Script);

    private readonly OwnMetrics _metrics = new();
    private readonly ManualTime _time = new();
    private readonly CollectorSet _set;
    private readonly ScheduleWheel _wheel;
    private readonly TargetCollector _collector;
    private readonly ScriptRun _run;

    public ScriptRunTests()
    {
        _set = new CollectorSet(_time, new ListLogger(), static () => [], static () => { }, _metrics);
        _set.Use(RunningFleet.Configure(Target));
        _wheel = new ScheduleWheel(_set.Context.Clock);
        _collector = _set.Create(Target, _wheel);
        _collector.Pause();
        _run = _collector.Runs[0];
    }

    public void Dispose()
    {
        _collector.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void Update_IntervalIsNeverWhileItWaits_WaitsNoLongerAndIsNotExpected()
    {
        TurnLater();
        Assert.True(_run.IsPending);
        Assert.EndsWith(": 1", _set.Context.FirstResults.Missing, StringComparison.Ordinal);

        Reload(Script with { Interval = null });

        Assert.False(_run.IsPending);
        Assert.EndsWith(": 0", _set.Context.FirstResults.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_IntervalIsNeverWhileACallerAwaitsIt_StillWaits()
    {
        TurnLater();
        _ = _collector.CollectNowAsync(_run);

        Reload(Script with { Interval = null });

        Assert.True(_run.IsPending);
    }

    [Fact]
    public void Mark_Due_WaitsAndIsScheduledAgain()
    {
        _wheel.Remove(_run);
        Mark();

        Assert.True(_run.IsPending);
        Assert.True(_run.Slot >= 0);
    }

    [Fact]
    public void Mark_RemovedAfterItWasTaken_IsNotScheduledAgain()
    {
        Reload();

        Mark();

        Assert.Equal((false, -1L), (_run.IsPending, _run.Slot));
    }

    [Fact]
    public void Mark_CollectorStoppedAfterItWasTaken_IsNotScheduledAgain()
    {
        _collector.Dispose();

        Mark();

        Assert.Equal((false, -1L, null), (_run.IsPending, _run.Slot, _run.NextDue));
        Assert.Null(Assert.Single(_collector.Describe().Scripts).NextRun);
    }

    [Fact]
    public void Mark_IntervalIsNeverSinceItWasTaken_DoesNotWait()
    {
        Reload(Script with { Interval = null });

        Mark();

        Assert.Equal((false, -1L), (_run.IsPending, _run.Slot));
    }

    [Fact]
    public void Mark_RescheduledSinceItWasTaken_WaitsForItsNewTime()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        Reload(Script with { Interval = TimeSpan.FromHours(1) });
        long slot = _run.Slot;

        _run.Mark(_set.Context.Clock.Now);

        Assert.Equal((false, slot), (_run.IsPending, _run.Slot));
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void Report_WallClockWasSetSinceTheStart_HistoryHasItsDates(int seconds)
    {
        _run.Trail = new RunTrail();
        DateTimeOffset end = Trail().End;

        _time.Set = TimeSpan.FromSeconds(seconds);

        Assert.Equal(end.AddSeconds(seconds), Trail().End);

        TrailReport Trail() => Assert.Single(_collector.Report().Scripts).Trail!;
    }

    /// <summary>What the wheel does with an entry that it has taken.</summary>
    private void Mark()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _run.Mark(_set.Context.Clock.Now);
    }

    private void TurnLater()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _wheel.Turn();
    }

    private void Reload(params ScriptSpec[] scripts) =>
        _collector.Update(_set.Context, Target with { Scripts = scripts }, tls: null, [.. scripts.Select(static script => new ScriptPlan(script, LabelSet.Empty))]);
}
