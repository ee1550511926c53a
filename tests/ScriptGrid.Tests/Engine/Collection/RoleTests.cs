using System.Globalization;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Scripts that run on servers of one role, on a real master and a real replica.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    private static readonly ScriptSpec OnMaster = RunningFleet.Script("master.lua", "return {'a', 1}") with { On = ServerRole.Master };
    private static readonly ScriptSpec OnReplica = RunningFleet.Script("replica.lua", "return {'a', 1}") with { On = ServerRole.Replica };
    private static readonly ScriptSpec Anywhere = RunningFleet.Script("any.lua", "return {'a', 1}");

    private RedisServerProcess _one = null!;
    private RedisServerProcess _other = null!;

    public async Task InitializeAsync()
    {
        _one = await RedisServerProcess.StartAsync("repl-diskless-sync-delay 0");
        _other = await RedisServerProcess.StartAsync("repl-diskless-sync-delay 0");
        await FollowAsync(_other, _one);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Run_MasterAndReplica_ScriptsRunWhereTheirRoleIsAlsoAfterAFailover()
    {
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(_one.Address, OnMaster, OnReplica, Anywhere), RunningFleet.Target(_other.Address, OnMaster, OnReplica, Anywhere));

        FleetView before = await fleet.WaitForAsync(view => RunsAsIs(view, master: _one, replica: _other));
        await _other.CommandAsync("REPLICAOF", "NO", "ONE");
        await FollowAsync(_one, _other);
        await fleet.WaitForAsync(view => RunsAsIs(view, master: _other, replica: _one));

        Assert.Equal(0, before.AllErrors);
        Assert.DoesNotContain(before.Series, series => series.Contains(_one.Address, StringComparison.Ordinal) && series.Contains("replica.lua", StringComparison.Ordinal));
        await fleet.WaitForLogAsync($"Information: {_one.Address} is a replica now");
        await fleet.WaitForLogAsync($"Information: {_other.Address} is a master now");
    }

    [Fact]
    public async Task Run_NoScriptForTheRole_TheFleetIsReadyAndCountsWhatItSkips()
    {
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(_other.Address, OnMaster));

        FleetView view = await fleet.WaitForAsync(view => fleet.Fleet.NotReady is null && view.Up(_other.Address) == 1);
        TargetStatus status = Assert.Single(await fleet.Fleet.ListTargetsAsync(new FleetGaps(), CancellationToken.None).ToArrayAsync());

        Assert.Equal([$$"""redis_up{target="{{_other.Address}}"}"""], view.Series);
        Assert.True((await fleet.ReadOwnAsync())["scriptgrid_runs_skipped_total{reason=\"role\"}"] > 0);
        Assert.Equal(0, (await fleet.ReadOwnAsync())["scriptgrid_collections_total{result=\"failed\"}"]);
        Assert.Equal(ServerRole.Replica, status.Role);
        Assert.Equal((null, true, null), (status.Scripts[0].Result, status.Scripts[0].IsSkipped, status.Scripts[0].Failure));
    }

    [Fact]
    public async Task Run_NoScriptForTheRole_TheCertificateIsShownAllTheSame()
    {
        using var certificates = new TestCertificates();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(certificates);
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(server.Address, OnReplica) with { Tls = new TlsSettings { CaFile = certificates.CaFile } });

        FleetView view = await fleet.WaitForAsync(view => view.Up(server.Address) == 1);

        Assert.NotNull(view[$$"""redis_tls_certificate_not_after_timestamp_seconds{target="{{server.Address}}",certificate="server"}"""]);
    }

    [Fact]
    public async Task Run_TargetGoesDown_WhatItsRoleRulesOutIsNoFailure()
    {
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(_other.Address, OnMaster, OnReplica));
        await fleet.WaitForAsync(view => view.Result(_other.Address, "replica.lua") == 1);

        await _other.StopAsync();
        FleetView down = await fleet.WaitForAsync(view => view.Errors(_other.Address, "replica.lua", "connection") > 2);

        Assert.Equal((0d, 0d), (down.Up(_other.Address), down.Result(_other.Address, "replica.lua")));
        Assert.DoesNotContain("master.lua", down.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnReplicaThatBecomesMaster_SlowScriptsSeriesGoAtOnce()
    {
        ScriptSpec slow = OnReplica with { Name = "slow.lua", Interval = TimeSpan.FromHours(1) };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(_other.Address, slow, OnMaster));
        await fleet.WaitForAsync(view => view.Value(_other.Address, "slow.lua", "a") == 1);

        await _other.CommandAsync("REPLICAOF", "NO", "ONE");
        FleetView master = await fleet.WaitForAsync(view => view.Result(_other.Address, "master.lua") == 1);

        Assert.DoesNotContain("slow.lua", master.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_ScriptOfAnotherRole_GivesNoSeriesOfIt()
    {
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(_other.Address, OnMaster with { Interval = null }, OnReplica with { Interval = null }));

        FleetView master = await fleet.ScrapeAsync(_other.Address, "master.lua");
        FleetView replica = await fleet.ScrapeAsync(_other.Address, "replica.lua");

        Assert.Equal([$$"""redis_up{target="{{_other.Address}}"}"""], master.Series);
        Assert.Equal(1, replica.Result(_other.Address, "replica.lua"));
    }

    [Theory]
    [InlineData("-role")]
    [InlineData("-info")]
    public async Task Run_OneCommandDenied_TheOtherTellsTheRoleAndTheDeniedOneIsAskedOnce(string rule)
    {
        await _other.CommandAsync("ACL", "SETUSER", "metrics", "on", ">secret", "~*", "+@all", rule);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target($"redis://metrics:secret@{_other.Address}", OnMaster, OnReplica));

        double first = (await fleet.WaitForAsync(view => view.Result(_other.Address, "replica.lua") == 1)).LastSuccess(_other.Address, "replica.lua")!.Value;
        FleetView view = await fleet.WaitForAsync(view => view.LastSuccess(_other.Address, "replica.lua") > first);

        Assert.Equal(0, view.AllErrors);
        Assert.DoesNotContain("master.lua", view.Text, StringComparison.Ordinal);
        Assert.InRange(await RejectedAsync("role"), 0, 1);
    }

    [Fact]
    public async Task Run_RoleCannotBeRead_ScriptsThatNeedItFailWithTheReasonAndOthersRun()
    {
        await _other.CommandAsync("ACL", "SETUSER", "metrics", "on", ">secret", "~*", "+@all", "-role", "-info");
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target($"redis://metrics:secret@{_other.Address}", OnReplica, Anywhere));

        FleetView view = await fleet.WaitForAsync(
            view => view.Errors(_other.Address, "replica.lua", "denied") > 0 && view.Result(_other.Address, "any.lua") == 1);
        string line = await fleet.WaitForLogAsync("replica.lua on");

        Assert.Equal((0d, 1d), (view.Result(_other.Address, "replica.lua"), view.Up(_other.Address)));
        Assert.Contains("failed: denied: the server's role cannot be read: ROLE: NOPERM", line, StringComparison.Ordinal);
        Assert.Contains("; INFO replication: NOPERM", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ServerThatLoadsItsData_IsNotTakenForOneThatRunsScriptsSinceItTellsItsRole()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] switch
        {
            "ROLE" => Resp.Array(Resp.Bulk("slave"), Resp.Bulk("127.0.0.1"), Resp.Integer(1)),
            "EVALSHA_RO" => Resp.Error("LOADING Redis is loading the dataset in memory"),
            _ => Resp.Ok,
        });
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, Anywhere, OnMaster, OnReplica));

        await fleet.WaitForAsync(view => view.Errors(server.Address, "any.lua", "loading") > 5 && view.Errors(server.Address, "replica.lua", "loading") > 5);

        Assert.Single(fleet.Logger.Lines, line => line.Contains($"{server.Address} refuses requests: loading", StringComparison.Ordinal));
        Assert.DoesNotContain(fleet.Logger.Lines, static line => line.Contains("again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NothingDependsOnTheRole_ItIsNotAskedFor()
    {
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(_other.Address, Anywhere));

        await fleet.WaitForAsync(view => view.Result(_other.Address, "any.lua") == 1);

        Assert.DoesNotContain("cmdstat_role:", await CommandStatsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_ScriptMovesToTheOtherRole_RunsThereFromThenOn()
    {
        ScriptGridConfiguration configuration = RunningFleet.Configure(RunningFleet.Target(_one.Address, OnReplica), RunningFleet.Target(_other.Address, OnReplica));
        await using RunningFleet fleet = RunningFleet.Start(configuration);
        await fleet.WaitForAsync(view => view.Result(_other.Address, "replica.lua") == 1);

        ScriptSpec[] moved = [OnReplica with { On = ServerRole.Master }];
        fleet.Fleet.Apply(configuration with { Scripts = [.. moved], Targets = [.. configuration.Targets.Select(target => target with { Scripts = moved })] });

        await fleet.WaitForAsync(
            view => view.Result(_one.Address, "replica.lua") == 1 && view.Result(_other.Address, "replica.lua") is null);
    }

    private static bool RunsAsIs(FleetView view, RedisServerProcess master, RedisServerProcess replica) =>
        view.Result(master.Address, "master.lua") == 1
        && view.Result(master.Address, "replica.lua") is null
        && view.Result(master.Address, "any.lua") == 1
        && view.Result(replica.Address, "replica.lua") == 1
        && view.Result(replica.Address, "master.lua") is null
        && view.Result(replica.Address, "any.lua") == 1;

    private static async Task FollowAsync(RedisServerProcess replica, RedisServerProcess master)
    {
        await replica.CommandAsync("REPLICAOF", "127.0.0.1", master.Port.ToString(CultureInfo.InvariantCulture));
        using var expired = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!((string)(await replica.CommandAsync("INFO", "replication"))!).Contains("master_link_status:up", StringComparison.Ordinal))
        {
            Assert.False(expired.IsCancellationRequested, "The replica never followed its master.");
        }
    }

    private async Task<int> RejectedAsync(string command)
    {
        string stats = await CommandStatsAsync();
        string? line = stats.Split("\r\n").FirstOrDefault(line => line.StartsWith($"cmdstat_{command}:", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line.Split("rejected_calls=")[1].Split(',')[0], CultureInfo.InvariantCulture);
    }

    private async Task<string> CommandStatsAsync() => (string)(await _other.CommandAsync("INFO", "commandstats"))!;
}
