using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>A failing script: what the log says of it, what is kept of its values, and that others go on.</summary>
public sealed class ScriptFailureTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private string Target => redis.Server.Address;

    [Fact]
    public async Task Run_FirstScriptFails_TheSecondRuns()
    {
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(
            Target, RunningFleet.Script("bad.lua", "error('boom')"), RunningFleet.Script("good.lua", "return {'a', 1}")));

        FleetView view = await fleet.WaitForAsync(
            view => view.Errors(Target, "bad.lua", "script") > 1 && view.Result(Target, "good.lua") is not null);

        Assert.Equal(0, view.Result(Target, "bad.lua"));
        Assert.Equal(1, view.Result(Target, "good.lua"));
        Assert.Equal(1, view.Value(Target, "good.lua", "a"));
        Assert.Equal(1, view.Up(Target));
    }

    [Fact]
    public async Task Run_WrongTypeThenRight_LogsTheLineOnceAndTheRecovery()
    {
        const string body = "local n = 0\nn = n + 1\nreturn redis.call('LLEN', 'queue')";
        await redis.Server.CommandAsync("SET", "queue", "no list");
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(Target, RunningFleet.Script("queue.lua", body)));
        await fleet.WaitForAsync(view => view.Errors(Target, "queue.lua", "script") > 2);

        await redis.Server.CommandAsync("DEL", "queue");
        FleetView view = await fleet.WaitForAsync(view => view.Result(Target, "queue.lua") == 1);

        Assert.Equal(0, view.Value(Target, "queue.lua"));
        Assert.NotNull(view.LastSuccess(Target, "queue.lua"));
        Assert.Collection(
            fleet.Logger.Lines.Where(static line => line.Contains("queue.lua", StringComparison.Ordinal)),
            line => Assert.StartsWith($"Warning: queue.lua on {Target} failed: script, line 3: WRONGTYPE", line, StringComparison.Ordinal),
            line => Assert.Equal($"Information: queue.lua on {Target} works again", line));
    }

    [Fact]
    public async Task Run_ReasonChanges_LogsEach()
    {
        const string body = "return redis.call('GET', 'mode') == '1' and {'a', 'b'} or error('boom')";
        await redis.Server.CommandAsync("SET", "mode", "0");
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(Target, RunningFleet.Script("mode.lua", body)));
        await fleet.WaitForLogAsync("failed: script, line 1");

        await redis.Server.CommandAsync("SET", "mode", "1");

        await fleet.WaitForLogAsync("failed: reply: the value of key \"a\" is the string \"b\", not a number");
        FleetView view = await fleet.WaitForAsync(view => view.Errors(Target, "mode.lua", "reply") > 1);
        Assert.True(view.Errors(Target, "mode.lua", "script") > 0);
    }

    [Fact]
    public async Task Run_BadValueAmongGood_KeepsTheGood()
    {
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(
            Target, RunningFleet.Script("mixed.lua", "return {'a', 1, 'b', 'x', 'c', 3}")));

        FleetView view = await fleet.WaitForAsync(view => view.Errors(Target, "mixed.lua", "reply") > 0);

        Assert.Equal(0, view.Result(Target, "mixed.lua"));
        Assert.Equal(1, view.Value(Target, "mixed.lua", "a"));
        Assert.Null(view.Value(Target, "mixed.lua", "b"));
        Assert.Equal(3, view.Value(Target, "mixed.lua", "c"));
    }

    [Fact]
    public async Task Run_FailsAfterSuccess_ReplacesItsValues()
    {
        const string body = "return redis.call('EXISTS', 'broken') == 1 and error('boom') or {'a', 1}";
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(Target, RunningFleet.Script("once.lua", body)));
        FleetView before = await fleet.WaitForAsync(view => view.Value(Target, "once.lua", "a") == 1);

        await redis.Server.CommandAsync("SET", "broken", "1");
        FleetView after = await fleet.WaitForAsync(view => view.Result(Target, "once.lua") == 0);

        Assert.Null(after.Value(Target, "once.lua", "a"));
        Assert.True(after.LastSuccess(Target, "once.lua") >= before.LastSuccess(Target, "once.lua"));
    }

    [Fact]
    public async Task Run_NoValues_HasResult2()
    {
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(Target, RunningFleet.Script("none.lua", "return {}")));

        FleetView view = await fleet.WaitForAsync(view => view.Result(Target, "none.lua") is not null);

        Assert.Equal(2, view.Result(Target, "none.lua"));
        Assert.NotNull(view.LastSuccess(Target, "none.lua"));
    }
}
