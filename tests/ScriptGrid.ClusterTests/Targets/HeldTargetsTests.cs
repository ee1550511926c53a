using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.ClusterTests.Targets;

public sealed class HeldTargetsTests : IAsyncDisposable
{
    private const string Target = "127.0.0.1:1";

    private readonly HeldTargets _held = new(TimeProvider.System, NullLoggerFactory.Instance, new OwnMetrics(), new StallGate(TimeProvider.System));
    private int _reviews;

    public HeldTargetsTests() => Use(1, Target);

    public ValueTask DisposeAsync() => _held.DisposeAsync();

    [Fact]
    public void Take_TargetOfNoEdition_IsNull() => Assert.Null(_held.Take("127.0.0.1:2", null, Review));

    [Fact]
    public void Take_Parked_GoesOnWithTheSameCollector()
    {
        Holding first = _held.Take(Target, null, Review)!;
        _held.Park(first, Review);
        Assert.False(_held.IsDriven(Target));

        Holding second = _held.Take(Target, null, Review)!;

        Assert.Same(first.Collector, second.Collector);
        Assert.True(_held.IsDriven(Target));
    }

    [Fact]
    public void Take_BeingHandedOver_IsRefused()
    {
        Holding holding = _held.Take(Target, null, Review)!;
        holding.TryMove(HoldingEvent.Leave);

        Assert.Null(_held.Take(Target, null, Review));
    }

    [Fact]
    public async Task ParkAndRelease_ByAGrainThatLostItToAnother_AreRefused()
    {
        Holding lost = _held.Take(Target, null, static () => { })!;
        Holding taken = _held.Take(Target, null, Review)!;

        _held.Park(lost, static () => { });
        Assert.Null(await _held.ReleaseAsync(lost, static () => { }));

        Assert.Equal(HoldingState.Driven, taken.State);
    }

    [Fact]
    public async Task ReleaseAsync_Driven_IsHeldNoLongerAndExposedForAMoment()
    {
        Holding holding = _held.Take(Target, null, Review)!;

        Assert.NotNull(await _held.ReleaseAsync(holding, Review));

        Assert.Equal(HoldingState.Departed, holding.State);
        Assert.Empty(_held.Holdings);
        Assert.Empty(_held.Results.Targets);
        Assert.Single(_held.Exposed.Targets);
        Assert.Equal((0, 1), (_held.Results.Departed, _held.Exposed.Departed));
    }

    [Fact]
    public async Task ReleaseAsync_TargetWasRetiredAndCameBack_LeavesTheNewHoldingAlone()
    {
        Holding old = _held.Take(Target, null, Review)!;
        Use(2);
        Use(3, Target);
        Holding present = _held.Take(Target, null, Review)!;

        Assert.Null(await _held.ReleaseAsync(old, Review));
        _held.Park(old, Review);

        Assert.Equal((HoldingState.Retired, HoldingState.Driven), (old.State, present.State));
        Assert.Same(present, Assert.Single(_held.Holdings));
    }

    [Fact]
    public void Use_TargetIsGone_RetiresItAndTellsItsGrain()
    {
        Holding holding = _held.Take(Target, null, Review)!;

        Use(2);

        Assert.Equal((HoldingState.Retired, 1), (holding.State, _reviews));
        Assert.Empty(_held.Holdings);
    }

    [Fact]
    public void UseTargets_OneIsGoneAndOneIsNew_TouchesNoOther()
    {
        string[] targets = [.. Enumerable.Range(1, 20).Select(static port => $"127.0.0.1:{port}")];
        Use(2, targets);
        Holding[] held = [.. targets.Select(target => _held.Take(target, null, Review)!)];
        TargetSpec[] before = [.. held.Select(static holding => holding.Collector.Target)];
        bool isTold = false;
        _held.TargetsChanged += () => isTold = true;

        _held.UseTargets(Configuration([.. targets[1..], "127.0.0.1:21"]) with { Interval = TimeSpan.FromHours(1) });

        Assert.Equal((2, 20, true), (_held.Catalogue.Edition, _held.Catalogue.Targets.Length, isTold));
        Assert.Equal((HoldingState.Retired, 1), (held[0].State, _reviews));
        Assert.All(held[1..].Zip(before[1..]), static pair => Assert.Same(pair.Second, pair.First.Collector.Target));
        Assert.NotNull(_held.Take("127.0.0.1:21", null, Review));
    }

    [Fact]
    public void DropParked_ParkedAlone_IsHeldNoLonger()
    {
        Holding holding = _held.Take(Target, null, Review)!;
        _held.DropParked(Target);
        Assert.Single(_held.Holdings);

        _held.Park(holding, Review);
        _held.DropParked(Target);

        Assert.Equal(HoldingState.Dropped, holding.State);
        Assert.Empty(_held.Holdings);
    }

    [Fact]
    public void Use_SeriesNamedAnewWhileParked_StaysParked()
    {
        Holding holding = _held.Take(Target, null, Review)!;
        _held.Park(holding, Review);
        object before = holding.Collector;

        _held.Use(Configuration(Target) with { TargetLabel = "instance" }, 2);

        Assert.NotSame(before, holding.Collector);
        Assert.Equal(HoldingState.Parked, holding.State);
    }

    [Fact]
    public void Use_SeriesNamedAnewDuringAPause_KeepsThePause()
    {
        Holding holding = _held.Take(Target, new CollectorState("", TargetState.Unknown, [], Pause: TimeSpan.FromDays(1)), Review)!;
        object before = holding.Collector;

        _held.Use(Configuration(Target) with { TargetLabel = "instance" }, 2);

        Assert.NotSame(before, holding.Collector);
        Assert.InRange(holding.Collector.PauseLeft(_held.Context.Clock.Now), TimeSpan.FromHours(23), TimeSpan.FromDays(1));
    }

    [Fact]
    public void Use_LimitsOfSeries_AreThePartThatTheTargetsHeldAreOfAll()
    {
        var script = new ScriptSpec { Name = "a.lua", Body = "return 1"u8.ToArray(), MaxFleetSeries = 100 };
        ScriptGridConfiguration configuration = Configuration(Target, "127.0.0.1:2", "127.0.0.1:3", "127.0.0.1:4") with { Scripts = [script], MaxPageSeries = 50 };
        TargetSpec[] targets = [.. configuration.Targets.Select((target, i) => i < 2 ? target with { Scripts = [script] } : target)];
        _held.Use(configuration with { Targets = [.. targets] }, 2);

        _held.Take(Target, null, Review);
        _held.Take("127.0.0.1:3", null, Review);

        SeriesLimits limits = _held.Results.Limits;
        ScriptLimit limit = Assert.Single(limits.Scripts);
        Assert.Equal((25, "a.lua", 50), (limits.Page, limit.Script, limit.Max));
        Assert.Equal<int>([0], limit.Positions);
    }

    private static ScriptGridConfiguration Configuration(params string[] targets) => new()
    {
        Targets = [.. targets.Select(static target => new TargetSpec { Address = RedisUri.Parse(target, out _)!.Address, Scripts = [] })],
    };

    private void Use(long edition, params string[] targets) => _held.Use(Configuration(targets), edition);

    private void Review() => _reviews++;
}
