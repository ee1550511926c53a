using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Runs that somebody asks for: /scrape, and scripts without an interval.</summary>
public sealed class OnDemandTests
{
    private const string Count = "return redis.call('INCR', 'runs')";

    [Fact]
    public async Task ScrapeAsync_ScriptWithoutInterval_RunsOnlyWhenAsked()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(
            server.Address, RunningFleet.OnDemand("count.lua", Count), RunningFleet.Script("often.lua", "return 1")));
        await fleet.WaitForAsync(view => view.Result(server.Address, "often.lua") == 1);

        FleetView all = await fleet.ScrapeAsync(server.Address);
        Assert.Null(await server.CommandAsync("GET", "runs"));
        FleetView one = await fleet.ScrapeAsync($"redis://{server.Address}", "count.lua");

        Assert.Equal((1d, null), (all.Result(server.Address, "often.lua"), all.Result(server.Address, "count.lua")));
        Assert.Equal((null, 1d), (one.Result(server.Address, "often.lua"), one.Value(server.Address, "count.lua")));
        Assert.Equal("1", await server.CommandAsync("GET", "runs"));
    }

    [Fact]
    public async Task ScrapeAsync_ScriptThatWrites_IsRefusedUnlessReadOnlyIsOff()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec writes = RunningFleet.OnDemand("off.lua", Count);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(
            server.Address, writes, writes with { Name = "prefer.lua", ReadOnly = ReadOnlyMode.Prefer }));

        FleetView refused = await fleet.ScrapeAsync(server.Address, "prefer.lua");
        FleetView done = await fleet.ScrapeAsync(server.Address, "off.lua");

        Assert.Equal(1, refused.Errors(server.Address, "prefer.lua", "readonly"));
        Assert.Equal(1, done.Value(server.Address, "off.lua"));
    }

    [Fact]
    public async Task ScrapeAsync_FleetStopsMeanwhile_IsUnavailable()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, RunningFleet.OnDemand("count.lua", Count)));
        await fleet.ScrapeAsync(server.Address, "count.lua");

        server.Pause();
        Task<ScrapeResult> scrape = fleet.Fleet.ScrapeAsync(new ScrapeRequest(server.Address, "count.lua", Timeout: null, ExpositionFormat.Text), CancellationToken.None);
        fleet.Fleet.Stop();
        server.Continue();

        ScrapeResult result = await scrape;
        Assert.Equal((ScrapeStatus.Unavailable, $"{server.Address} is no longer collected here"), (result.Status, result.Message));
    }

    [Fact]
    public async Task ScrapeAsync_RunUnderWay_IsJoined()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, RunningFleet.OnDemand("count.lua", Count)));
        await fleet.ScrapeAsync(server.Address, "count.lua");

        server.Pause();
        Task<FleetView>[] scrapes = [.. Enumerable.Range(0, 3).Select(_ => fleet.ScrapeAsync(server.Address, "count.lua"))];
        server.Continue();

        FleetView[] views = await Task.WhenAll(scrapes);
        Assert.All(views, view => Assert.Equal(2, view.Value(server.Address, "count.lua")));
    }

    [Fact]
    public async Task ScrapeAsync_SeveralScriptsWaiting_RunInConfiguredOrder()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec[] scripts =
        [
            .. new[] { "first", "second", "third", "fourth" }
                .Select(static name => RunningFleet.OnDemand(name, $"return redis.call('RPUSH', 'order', '{name}')")),
        ];
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, scripts));
        await fleet.ScrapeAsync(server.Address, "fourth");

        server.Pause();
        Task<FleetView>[] scrapes = [.. scripts.Reverse().Select(script => fleet.ScrapeAsync(server.Address, script.Name))];
        server.Continue();
        await Task.WhenAll(scrapes);

        object? order = await server.CommandAsync("LRANGE", "order", "0", "-1");
        Assert.Equal(["fourth", "fourth", "first", "second", "third"], Assert.IsType<object?[]>(order));
    }

    [Fact]
    public async Task ScrapeAsync_TimeIsUp_ShowsTheUnfinishedRunAsFailedOnThatPageOnly()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, RunningFleet.OnDemand("count.lua", Count)));
        FleetView first = await fleet.ScrapeAsync(server.Address, "count.lua");

        server.Pause();
        FleetView late = await fleet.ScrapeAsync(server.Address, "count.lua", TimeSpan.FromMilliseconds(100));
        server.Continue();
        FleetView later = await fleet.WaitForAsync(view => view.Value(server.Address, "count.lua") == 2);

        Assert.Equal(0, late.Result(server.Address, "count.lua"));
        Assert.Equal(first.LastSuccess(server.Address, "count.lua"), late.LastSuccess(server.Address, "count.lua"));
        Assert.Equal((0d, 0d), (late.AllErrors, later.AllErrors));
    }

    [Fact]
    public async Task ScrapeAsync_TimeIsUpAfterFailures_KeepsTheirCount()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, RunningFleet.OnDemand("bad.lua", "error('boom')")));
        await fleet.ScrapeAsync(server.Address, "bad.lua");
        await fleet.ScrapeAsync(server.Address, "bad.lua");

        server.Pause();
        FleetView late = await fleet.ScrapeAsync(server.Address, "bad.lua", TimeSpan.FromMilliseconds(100));
        server.Continue();

        Assert.Equal((2d, 2d), (late.Errors(server.Address, "bad.lua", "script"), late.AllErrors));
    }

    [Fact]
    public async Task ScrapeAsync_TargetIsDown_IsAskedAtOnceAndSaysSo()
    {
        string target = $"127.0.0.1:{FreePort.Find()}";
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(target, RunningFleet.Script("a.lua", "return 1")));
        await fleet.WaitForAsync(view => view.Errors(target, "a.lua", "connection") > 0);

        FleetView view = await fleet.ScrapeAsync(target);

        Assert.Equal((0d, 0d), (view.Up(target), view.Result(target, "a.lua")));
    }

    [Theory]
    [InlineData("127.0.0.1:1", null, ScrapeStatus.UnknownTarget, "127.0.0.1:1 is not a configured target")]
    [InlineData("redis://user:secret@127.0.0.1:1", null, ScrapeStatus.UnknownTarget, "127.0.0.1:1 is not a configured target")]
    [InlineData("http://user:secret@127.0.0.1", null, ScrapeStatus.InvalidTarget, "the scheme must be redis, rediss, valkey, valkeys or unix")]
    [InlineData("127.0.0.1:2", "none.lua", ScrapeStatus.UnknownScript, "127.0.0.1:2 has no script none.lua")]
    public async Task ScrapeAsync_WhatIsNotConfigured_IsRefusedWithoutSecrets(
        string target, string? script, ScrapeStatus expected, string message)
    {
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target("127.0.0.1:2", RunningFleet.OnDemand("a.lua", "return 1")));

        ScrapeResult result = await fleet.AskAsync(target, script);

        Assert.Equal(expected, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Message, StringComparison.Ordinal);
        Assert.True(result.Page.IsEmpty);
    }

    [Fact]
    public async Task ScrapeAsync_AnyTarget_SendsNoCredentialsAndRunsNothingThatWritesOnDemand()
    {
        await using ScriptedRedis stranger = ScriptedRedis.Start(static command => command[0] == "EVALSHA_RO" ? Resp.Integer(7) : Resp.Ok);
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("requirepass secret");
        ScriptGridConfiguration configuration = RunningFleet.Configure(RunningFleet.Target(
            $"redis://:secret@{server.Address}", RunningFleet.Script("a.lua", "return 1"), RunningFleet.OnDemand("unlock.lua", Count)));
        await using RunningFleet fleet = RunningFleet.Start(configuration with { Web = new WebSettings { ScrapeAnyTarget = true } });

        FleetView view = await fleet.ScrapeAsync($"redis://user:secret@{stranger.Address}");
        ScrapeResult write = await fleet.AskAsync(stranger.Address, "unlock.lua");

        Assert.Equal((1d, 7d), (view.Up(stranger.Address), view.Value(stranger.Address, "a.lua")));
        Assert.Equal(ScrapeStatus.UnknownScript, write.Status);
        Assert.Equal(["HELLO", "SCRIPT", "EVALSHA_RO"], stranger.Commands.Select(static command => command[0]).Where(static name => name != "PING"));
        Assert.DoesNotContain(stranger.Commands.SelectMany(static command => command), static word => word is "AUTH" or "secret" or "user");
        Assert.DoesNotContain((await fleet.ReadAsync()).Series, series => series.Contains(stranger.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ScrapeAsync_ManyAskForOneSilentStranger_ShareOneRunAndOneLine()
    {
        await using ScriptedRedis stranger = ScriptedRedis.Start(static command => command[0] == "EVALSHA_RO" ? null : Resp.Ok);
        await using RunningFleet fleet = StartForAny(RunningFleet.Script("a.lua", "return 1") with { Timeout = TimeSpan.FromSeconds(1) });

        FleetView[] views = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => fleet.ScrapeAsync(stranger.Address)));

        Assert.All(views, view => Assert.Equal((0d, 1d), (view.Result(stranger.Address, "a.lua"), view.Errors(stranger.Address, "a.lua", "timeout"))));
        Assert.Single(stranger.Commands, static command => command[0] == "EVALSHA_RO");
        Assert.Single(fleet.Logger.Lines, line => line.Contains(stranger.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ScrapeAsync_StrangerAgainLater_IsAskedOverTheSameConnection()
    {
        await using ScriptedRedis stranger = ScriptedRedis.Start(static command => command[0] == "EVALSHA_RO" ? Resp.Integer(7) : Resp.Ok);
        await using RunningFleet fleet = StartForAny(RunningFleet.Script("a.lua", "return 1"), RunningFleet.Script("b.lua", "return 2"));

        FleetView one = await fleet.ScrapeAsync(stranger.Address, "b.lua");
        FleetView both = await fleet.ScrapeAsync(stranger.Address);

        Assert.Equal((null, 7d), (one.Value(stranger.Address, "a.lua"), one.Value(stranger.Address, "b.lua")));
        Assert.Equal((7d, 7d), (both.Value(stranger.Address, "a.lua"), both.Value(stranger.Address, "b.lua")));
        Assert.Equal(1, stranger.ConnectionsAccepted);
    }

    [Fact]
    public async Task ScrapeAsync_DeadStrangerAgainAndAgain_IsLoggedOnceAndCounted()
    {
        string stranger = $"127.0.0.1:{FreePort.Find()}";
        await using RunningFleet fleet = StartForAny(RunningFleet.Script("a.lua", "return 1"));

        for (int i = 1; i <= 5; i++)
        {
            FleetView view = await fleet.ScrapeAsync(stranger);
            Assert.Equal((0d, i), (view.Up(stranger), view.Errors(stranger, "a.lua", "connection")));
        }

        Assert.Single(fleet.Logger.Lines, line => line.Contains(stranger, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ScrapeAsync_TargetOfThePasswordFile_IsCollectedWithThePasswordThatTheFileHasNow()
    {
        const string NoPage = "global: {collectors: []}";
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("requirepass secret");
        using var folder = new ConfigurationFolder();
        string uri = $"redis://{server.Address}";
        folder.Write("passwords.json", $$"""{"{{uri}}": "stale"}""");
        Setting[] settings =
        [
            new("global.compat_redis_exporter", "true", "flag"),
            new("global.redis_exporter_password_file", "passwords.json", "flag"),
            new(Setting.Target, "", "flag"),
            new(Setting.Script, "a.lua", "flag"),
        ];
        await using RunningFleet fleet = RunningFleet.Start(folder.Load(NoPage, settings));
        FleetView refused = await fleet.ScrapeAsync(uri);

        folder.Write("passwords.json", $$"""{"{{uri}}": "secret"}""");
        fleet.Fleet.Apply(folder.Load(NoPage, settings));
        FleetView accepted = await fleet.ScrapeAsync(uri);

        Assert.Equal((0d, 1d), (refused["redis_up"], accepted["redis_up"]));
        Assert.Equal(ScrapeStatus.UnknownTarget, (await fleet.AskAsync($"rediss://{server.Address}")).Status);
    }

    /// <summary>A fleet without targets, and with scripts for any.</summary>
    private static RunningFleet StartForAny(params ScriptSpec[] scripts) => RunningFleet.Start(
        RunningFleet.Configure() with { Scripts = [.. scripts], Web = new WebSettings { ScrapeAnyTarget = true } });
}
