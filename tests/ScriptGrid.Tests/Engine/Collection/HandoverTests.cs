using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>What a collector leaves to the one that follows it in another process.</summary>
public sealed class HandoverTests
{
    private static readonly ScriptSpec Good = RunningFleet.Script("good.lua", "return {'k', 7}") with { Aggregate = Aggregations.Sum };
    private static readonly ScriptSpec Bad = RunningFleet.Script("bad.lua", "return redis.error_reply('ERR no')");

    [Fact]
    public async Task FinishAsync_AfterRuns_LeavesCountsAndResults()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        using var old = new Process(redis.Address);
        await old.WaitAsync(static runs => runs.All(static run => run.History.LastResult is not null));

        CollectorState state = CollectorState.Read((await old.Collector.FinishAsync()).Write())!;

        using var next = new Process(redis.Address, state);
        ScriptRun[] runs = [.. next.Collector.Runs];
        Assert.Equal(TargetState.Up, next.Collector.Results.State);
        Assert.Equal(ScriptResult.Values, runs[0].History.LastResult);
        Assert.Equal(old.Collector.Runs[1].History.Errors.ToArray(), runs[1].History.Errors.ToArray());
        Assert.Equal(Page(old.Collector), Page(next.Collector));
        Assert.Equal([new KeyedValue("k", 7)], runs[0].Results.ReadValues(next.Clock.Now));
        Assert.Contains("redis_script_values", Page(next.Collector), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Create_HandedOverBeforeOrAfterItsFirstRun_IsDueInTheStartWindowOrInItsSlot(bool hasRun)
    {
        ScriptSpec rare = Good with { Interval = TimeSpan.FromDays(300) };
        var history = default(RunHistory);
        if (hasRun)
        {
            history.Succeeded(ScriptResult.Values, TimeSpan.Zero, TimeSpan.Zero);
        }

        var state = new CollectorState("", TargetState.Unknown, [new RunState(rare.Name, history, new PublishedResults([], [], [], TimeSpan.Zero))]);
        using var next = new Process("127.0.0.1:1", state, null, rare);

        Assert.Equal(hasRun, next.Collector.Runs[0].NextDue > next.Clock.Now + Schedule.StartWindow);
    }

    [Fact]
    public void Create_HandedOverBeforeItsFirstRun_IsNotPutOffBeyondItsSlot()
    {
        var interval = TimeSpan.FromSeconds(4);
        ScriptSpec[] scripts = [.. Enumerable.Range(0, 20).Select(number => Good with { Name = $"script-{number}", Interval = interval })];
        var state = new CollectorState("", TargetState.Unknown, [.. scripts.Select(static script => new RunState(script.Name, default, new PublishedResults([], [], [], TimeSpan.Zero)))]);
        using var next = new Process("127.0.0.1:1", state, null, scripts);

        TimeSpan now = next.Clock.Now;
        Assert.All(next.Collector.Runs.ToArray(), run =>
            Assert.True(run.NextDue <= Schedule.Next(now, next.Clock.Origin, Schedule.Offset("127.0.0.1:1", run.Plan.Script.Name, interval), interval)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ServerRole.Replica)]
    public void Read_RowsOfRollups_AreThereWithOrWithoutARole(ServerRole? role)
    {
        KeyedValue[] values = [new("k", 7), new("|queue=\"a\",", 3, "depth")];
        var results = new PublishedResults([1, 2], [new Section(0, 2)], values, TimeSpan.FromSeconds(4));
        var state = new CollectorState("n", TargetState.Up, [new RunState("a", default, results), new RunState("b", default, results with { Values = [] })], role);

        CollectorState read = CollectorState.Read(state.Write())!;

        Assert.Equal(role, read.Role);
        Assert.Equal(values, read.Runs[0].Results.Values);
        Assert.Empty(read.Runs[1].Results.Values);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(ServerRole.Replica, true)]
    public void Read_Pause_IsThereWithOrWithoutARoleAndTrails(ServerRole? role, bool hasTrail)
    {
        var run = new RunState("a", default, new PublishedResults([1, 2], [new Section(0, 2)], [new KeyedValue("k", 7)], TimeSpan.FromSeconds(4)));
        var state = new CollectorState("n", TargetState.Up, [run with { Trail = hasTrail ? new RunTrail() : null }, run with { Script = "b" }], role, TimeSpan.FromSeconds(198));

        CollectorState read = CollectorState.Read(state.Write())!;

        Assert.Equal((role, TimeSpan.FromSeconds(198)), (read.Role, read.Pause));
        Assert.Equal([hasTrail, false], read.Runs.Select(static run => run.Trail is not null));
        Assert.All(read.Runs, static run => Assert.Equal([new KeyedValue("k", 7)], run.Results.Values));
    }

    [Fact]
    public async Task FinishAsync_ScriptIsHeldBack_IsHeldBackInTheNextProcessToo()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        ScriptSpec gentle = Good with { MaxBusy = 1e-7 };
        using var old = new Process(redis.Address, null, null, gentle);
        await old.WaitAsync(static runs => runs[0].History.LastResult is not null);

        CollectorState state = CollectorState.Read((await old.Collector.FinishAsync()).Write())!;

        using var next = new Process(redis.Address, state, null, gentle);
        Assert.InRange(state.Pause, TimeSpan.FromTicks(1), TimeSpan.MaxValue);
        Assert.InRange(next.Collector.HeldBackFor(next.Collector.Runs[0], next.Clock.Now), TimeSpan.FromTicks(1), state.Pause);
    }

    [Fact]
    public async Task FinishAsync_RoleKnown_LeavesItWithTheLabelAndWhatItRulesOut()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        ScriptSpec onReplica = Bad with { On = ServerRole.Replica };
        using var old = new Process(redis.Address, null, "role", Good, onReplica);
        await old.WaitAsync(static runs => runs[0].History.LastResult is not null && runs[1].IsSkipped);

        CollectorState state = CollectorState.Read((await old.Collector.FinishAsync()).Write())!;

        using var next = new Process(redis.Address, state, "role", Good, onReplica);
        Assert.Equal(ServerRole.Master, next.Collector.Role);
        Assert.Equal(Page(old.Collector), Page(next.Collector));
        Assert.Contains($$"""redis_up{target="{{redis.Address}}",role="master"} 1""", Page(next.Collector), StringComparison.Ordinal);
        Assert.True(next.Collector.Runs[1].IsSkipped);
    }

    [Fact]
    public async Task FinishAsync_History_GoesOnInTheNextProcess()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        using var old = new Process(redis.Address);
        await old.WaitAsync(static runs => runs.All(static run => run.History.LastResult is not null));

        byte[] bytes = (await old.Collector.FinishAsync()).Write();
        TrailReport[] before = Trails(old);
        using var next = new Process(redis.Address, CollectorState.Read(bytes));
        TrailReport[] after = Trails(next);

        Assert.Equal([TrailOutcome.Ok, TrailOutcome.Failed], before.Select(static trail => (TrailOutcome)trail.Outcomes.Max()));
        Assert.Equal(before.Select(static trail => trail.Outcomes.Max()), after.Select(static trail => trail.Outcomes.Max()));
        Assert.Equal(before.Select(static trail => trail.Durations.Max()), after.Select(static trail => trail.Durations.Max()));
        Assert.Contains(7f, Assert.Single(after[0].Series).Points);
        Assert.InRange(bytes.Length, 900, 2500);

        static TrailReport[] Trails(Process process) =>
            [.. process.Collector.Runs.Select(run => run.Trail!.Read(process.Clock.Origin + process.Clock.Now, [new KeyedValue("redis_script_values{key=\"k\"}", 7)]))];
    }

    [Fact]
    public async Task FinishAsync_WithARunUnderWay_WaitsForItAndStartsNoOther()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        using var process = new Process(redis.Address);
        await process.WaitAsync(static runs => runs.All(static run => run.History.LastResult is not null));

        await process.Collector.FinishAsync();
        Task run = process.Collector.CollectNowAsync(process.Collector.Runs[0]);

        Assert.True(run.IsCompleted);
        await redis.WaitForNoScriptGridClientAsync();
    }

    [Fact]
    public async Task Pause_RunThatBecomesDue_WaitsUntilItIsResumed()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        var time = new ManualTime();
        using var metrics = new OwnMetrics();
        var set = new CollectorSet(time, new ListLogger(), static () => [], static () => { }, metrics);
        set.Use(RunningFleet.Configure(RunningFleet.Target(redis.Address, Good)));
        var wheel = new ScheduleWheel(set.Context.Clock);
        using TargetCollector collector = set.Create(set.Configuration.Targets[0], wheel);
        ScriptRun run = collector.Runs[0];

        collector.Pause();
        time.Advance(RunningFleet.Interval);
        wheel.Turn();
        Task result = collector.CollectNowAsync(run);
        Assert.True(run.IsPending);

        collector.Resume();
        await result.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(ScriptResult.Values, run.History.LastResult);
    }

    [Fact]
    public void Read_OfAnotherVersion_IsNull() => Assert.Null(CollectorState.Read([200, 1, 2, 3]));

    private static string Page(TargetCollector collector) => System.Text.Encoding.UTF8.GetString(TargetPage.Write(
        collector.Results, [.. collector.Runs.Select(static run => run.Results)], collector.Context.Families, ExpositionFormat.Text, TimeSpan.Zero));

    /// <summary>A set of collectors as another process would have it.</summary>
    private sealed class Process : IDisposable
    {
        private readonly OwnMetrics _metrics = new();
        private readonly CollectorSet _set;
        private readonly CancellationTokenSource _stop = new();

        public Process(string address, CollectorState? state = null)
            : this(address, state, null, Good, Bad)
        {
        }

        public Process(string address, CollectorState? state, string? roleLabel, params ScriptSpec[] scripts)
        {
            _set = new CollectorSet(TimeProvider.System, new ListLogger(), static () => [], static () => { }, _metrics);
            _set.Use(RunningFleet.Configure(RunningFleet.Target(address, scripts)) with { RoleLabel = roleLabel });
            var wheel = new ScheduleWheel(_set.Context.Clock);
            Collector = _set.Create(_set.Configuration.Targets[0], wheel, state);
            _ = wheel.RunAsync(() => state is null, _stop.Token);
        }

        public TargetCollector Collector { get; }

        public CollectorClock Clock => _set.Context.Clock;

        public async Task WaitAsync(Func<IReadOnlyList<ScriptRun>, bool> condition)
        {
            using var expired = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (!condition(Collector.Runs))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), expired.Token);
            }
        }

        public void Dispose()
        {
            Collector.Dispose();
            _stop.Cancel();
            _stop.Dispose();
            _metrics.Dispose();
        }
    }
}
