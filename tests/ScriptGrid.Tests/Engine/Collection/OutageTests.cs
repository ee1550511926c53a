using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Servers that restart, hang, or are kept busy, and come back.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(1);
    private static readonly ScriptSpec A = RunningFleet.Script("a.lua", "return {'a', 1}");
    private static readonly ScriptSpec B = RunningFleet.Script("b.lua", "return {'b', 1}");

    [Fact]
    public async Task Run_ScriptsFlushedMeanwhile_LoadsThemAgainWithoutAFailure()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, A, B));
        await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1 && view.Result(server.Address, "b.lua") == 1);

        await server.CommandAsync("SCRIPT", "FLUSH");
        double flushedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

        FleetView view = await fleet.WaitForAsync(
            view => view.LastSuccess(server.Address, "a.lua") > flushedAt && view.LastSuccess(server.Address, "b.lua") > flushedAt);
        Assert.Equal(0, view.AllErrors);
    }

    [Fact]
    public async Task Run_ServerRestarts_IsDownMeanwhileAndRecovers()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        string target = server.Address;
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(target, A));
        await fleet.WaitForAsync(view => view.Up(target) == 1 && view.Result(target, "a.lua") == 1);

        await server.StopAsync();

        // The connection's end is seen at once, and a run that fails only when one is due.
        FleetView down = await fleet.WaitForAsync(
            view => view.Up(target) == 0 && view.Result(target, "a.lua") == 0 && view.Errors(target, "a.lua", "connection") > 0);
        await server.RestartAsync();
        FleetView up = await fleet.WaitForAsync(view => view.Result(target, "a.lua") == 1);

        Assert.Null(down.Value(target, "a.lua", "a"));
        Assert.Equal(1, up.Up(target));
        Assert.Equal(1, up.Value(target, "a.lua", "a"));
        await fleet.WaitForLogAsync($"{target} is up again");
    }

    [Fact]
    public async Task Run_ServerStopped_FailsWhateverIsDueWithTimeoutAndGoesOnWithTheSameConnection()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        string target = server.Address;
        ScriptSpec a = A with { Timeout = ShortTimeout };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(target, a, B with { Timeout = ShortTimeout }));
        await fleet.WaitForAsync(view => view.Result(target, "a.lua") == 1 && view.Result(target, "b.lua") == 1);
        string[] before = await server.ScriptGridClientsAsync();

        server.Pause();
        FleetView hung = await fleet.WaitForAsync(
            view => view.Errors(target, "a.lua", "timeout") > 3 && view.Errors(target, "b.lua", "timeout") > 3);
        server.Continue();
        await fleet.WaitForAsync(view => view.Result(target, "a.lua") == 1 && view.Result(target, "b.lua") == 1);

        Assert.Equal(0, hung.Up(target));
        Assert.Equal((0d, 0d), (hung.Result(target, "a.lua"), hung.Result(target, "b.lua")));
        Assert.Equal(before, await server.ScriptGridClientsAsync());
    }

    [Fact]
    public async Task Run_ReplyNeverComes_TheTargetIsNotAskedAgain()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] == "EVALSHA_RO" ? null : Resp.Ok);
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(server.Address, A with { Timeout = ShortTimeout }, B with { Timeout = ShortTimeout }));

        await fleet.WaitForAsync(
            view => view.Errors(server.Address, "a.lua", "timeout") > 5 && view.Errors(server.Address, "b.lua", "timeout") > 5);

        Assert.Single(server.Commands, static command => command[0] == "EVALSHA_RO");
    }

    [Fact]
    public async Task Run_LogInNeverAnswered_IsGivenUpAndTriedAgain()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => null);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, A with { Timeout = ShortTimeout }));

        FleetView view = await fleet.WaitForAsync(_ => server.ConnectionsAccepted > 2);

        Assert.Equal(0, view.Up(server.Address));
        Assert.True(view.Errors(server.Address, "a.lua", "timeout") > 1);
    }

    [Fact]
    public async Task Run_AnotherClientsScriptLoops_HasReasonBusyUntilItIsKilled()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("busy-reply-threshold 200");
        await using RedisServerProcess other = await RedisServerProcess.StartAsync();
        string target = server.Address;
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(target, A with { Timeout = TimeSpan.FromMilliseconds(100) }), RunningFleet.Target(other.Address, B));
        await fleet.WaitForAsync(view => view.Result(target, "a.lua") == 1 && view.Result(other.Address, "b.lua") == 1);
        await using RespClient looping = await server.ConnectAsync();
        await using RespClient killing = await server.ConnectAsync();

        Task<object?> loop = looping.CommandAsync("EVAL", "while true do end", "0");
        FleetView busy = await fleet.WaitForAsync(view => view.Errors(target, "a.lua", "busy") > 3);
        await killing.CommandAsync("SCRIPT", "KILL");
        await Assert.ThrowsAsync<RespException>(() => loop);
        await fleet.WaitForAsync(view => view.Result(target, "a.lua") == 1);

        Assert.Equal(1, busy.Up(target));
        Assert.Equal(1, busy.Result(other.Address, "b.lua"));
        await fleet.WaitForLogAsync($"{target} refuses requests: busy: BUSY");
        await fleet.WaitForLogAsync($"{target} accepts requests again");
    }

    [Fact]
    public async Task Run_OwnScriptLoops_TimesOutAndOthersGoOn()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RedisServerProcess other = await RedisServerProcess.StartAsync();
        ScriptSpec loop = RunningFleet.Script("loop.lua", "while true do end") with { Timeout = ShortTimeout };
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(server.Address, loop, A), RunningFleet.Target(other.Address, A));

        FleetView view = await fleet.WaitForAsync(view => view.Errors(server.Address, "loop.lua", "timeout") > 3);
        double loopingAt = view.LastSuccess(other.Address, "a.lua")!.Value;
        view = await fleet.WaitForAsync(view => view.LastSuccess(other.Address, "a.lua") > loopingAt + 0.5);

        Assert.Equal(0, view.Result(server.Address, "a.lua"));
        Assert.Equal(0, view.Errors(other.Address, "a.lua", "timeout"));
    }

    [Fact]
    public async Task Run_KillOnTimeout_KillsTheScriptSoThatTheTargetGoesOn()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("busy-reply-threshold 50", "requirepass secret");
        ScriptSpec loop = RunningFleet.OnDemand("loop.lua", "while true do end") with { Timeout = ShortTimeout, KillOnTimeout = true };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target($"redis://:secret@{server.Address}", loop, A));

        // Its timeout is short for a first connection on a busy machine.
        await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);
        FleetView scrape = await fleet.ScrapeAsync(server.Address, "loop.lua");
        await fleet.WaitForLogAsync("Warning: loop.lua on " + server.Address + " ran longer than its timeout; SCRIPT KILL: done");
        await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);

        Assert.Equal(1, scrape.Errors(server.Address, "loop.lua", "timeout"));
    }

    /// <summary>In the first five seconds of a script a server reads nothing, so the first SCRIPT KILL goes unheard.</summary>
    [Fact]
    public async Task Run_KillOnTimeoutAtTheServersDefaults_KillsTheScriptOnceTheServerListens()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec loop = RunningFleet.OnDemand("loop.lua", "while true do end") with { Timeout = ShortTimeout, KillOnTimeout = true };
        ScriptGridConfiguration configuration = RunningFleet.Configure(RunningFleet.Target(server.Address, loop, A)) with { Timeout = TimeSpan.FromSeconds(1) };
        await using RunningFleet fleet = RunningFleet.Start(configuration);
        await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);

        await fleet.ScrapeAsync(server.Address, "loop.lua");
        await fleet.WaitForLogAsync("Warning: loop.lua on " + server.Address + " ran longer than its timeout; SCRIPT KILL: done");
        await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);
    }
}
