using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>The order of turns, and pauses between them, of scripts that may take a tenth of a target's time.</summary>
public sealed class TargetTurnsTests : IDisposable
{
    private static readonly TargetSpec Target = RunningFleet.Target("127.0.0.1:1", Tenth("a.lua"), Tenth("b.lua"), Tenth("c.lua") with { Interval = null });

    private readonly OwnMetrics _metrics = new();
    private readonly ManualTime _time = new();
    private readonly CollectorSet _set;
    private readonly TargetCollector _collector;
    private readonly TargetTurns _turns;

    public TargetTurnsTests()
    {
        _set = new CollectorSet(_time, new ListLogger(), static () => [], static () => { }, _metrics);
        _set.Use(RunningFleet.Configure(Target));
        _collector = _set.Create(Target, new ScheduleWheel(_set.Context.Clock));
        _turns = new TargetTurns(_collector);
        _turns.Update([.. Target.Scripts.Select(static script => new ScriptPlan(script, LabelSet.Empty))], before: null);
    }

    private ScriptRun A => _turns.Runs[0];

    private ScriptRun B => _turns.Runs[1];

    private TimeSpan Now => _set.Context.Clock.Now;

    public void Dispose()
    {
        _collector.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void TryTake_BothWait_GoInTheOrderOfTheConfiguration()
    {
        _turns.TryAdd(B, Now);
        _time.Advance(TimeSpan.FromSeconds(1));
        _turns.TryAdd(A, Now);

        Assert.Same(A, Take());
        Assert.Same(B, Take());
        Assert.Null(Take());
    }

    [Fact]
    public void TryTake_OneHasRunSinceTheOtherBeganToWait_TheOtherGoesFirst()
    {
        _turns.TryAdd(B, Now);
        Run(A, TimeSpan.FromMilliseconds(100));
        _turns.TryAdd(A, Now);
        Assert.Null(Take());

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Same(B, Take());
        Assert.Same(A, Take());
    }

    [Fact]
    public void Stretch_ResultsOfAScriptThatIsHeldBack_ExpireLaterByThePause()
    {
        Publish(B, TimeSpan.FromSeconds(3));

        Run(A, TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(9), _turns.HeldBackFor(B, Now));
        Assert.Equal(TimeSpan.FromSeconds(3 - 1 + 10), ExpiresIn(B));
    }

    [Fact]
    public void Stretch_ResultsOfAScriptThatRunsOnlyOnDemand_ExpireAsEver()
    {
        ScriptRun onDemand = _turns.Runs[2];
        Publish(onDemand, TimeSpan.FromSeconds(3));

        Run(A, TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, _turns.HeldBackFor(onDemand, Now));
        Assert.Equal(TimeSpan.FromSeconds(3 - 1), ExpiresIn(onDemand));
    }

    [Fact]
    public void Stretch_ResultsThatHaveExpired_StayGone()
    {
        Publish(B, TimeSpan.FromMilliseconds(500));

        Run(A, TimeSpan.FromSeconds(1));

        Assert.True(ExpiresIn(B) < TimeSpan.Zero);
    }

    [Fact]
    public void Stretch_ShortRunDuringALongPause_DoesNotEndThePause()
    {
        Run(A, TimeSpan.FromSeconds(1));

        Run(B, TimeSpan.FromMilliseconds(10));

        Assert.Equal(TimeSpan.FromSeconds(9) - TimeSpan.FromMilliseconds(10), _turns.HeldBackFor(A, Now));
    }

    private static ScriptSpec Tenth(string name) => RunningFleet.Script(name, "return 1") with { MaxBusy = 0.1 };

    private ScriptRun? Take() => _turns.TryTake(Now, out ScriptRun? run, out _) ? run : null;

    /// <summary>A run that takes so long, from now on.</summary>
    private void Run(ScriptRun run, TimeSpan duration)
    {
        TimeSpan from = Now;
        _time.Advance(duration);
        run.End(Now);
        _turns.Stretch(run, from, duration);
    }

    private void Publish(ScriptRun run, TimeSpan expiry) => run.Results.Publish("a 1\n"u8, [new Section(0, 4)], [], Now + expiry);

    private TimeSpan ExpiresIn(ScriptRun run) => run.Results.Copy(Now).ExpiresIn;
}
