using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>What a fleet tells of its targets.</summary>
public sealed class ListTargetsTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private static readonly ScriptSpec Good = RunningFleet.Script("good.lua", "return {'a', 1}");

    private string Target => redis.Server.Address;

    [Fact]
    public async Task List_CollectedTarget_HasEachScriptsLastRun()
    {
        TargetSpec target = RunningFleet.Target(
            Target, Good, RunningFleet.Script("none.lua", "return {}"), RunningFleet.OnDemand("ask.lua", "return 1"));
        var labels = LabelSet.From([new("team", "mail")]);
        DateTimeOffset start = TimeProvider.System.GetUtcNow();
        await using RunningFleet fleet = RunningFleet.Start(target with { Labels = labels });
        await fleet.WaitForAsync(_ => fleet.Fleet.NotReady is null);

        TargetStatus status = Assert.Single(await ListAsync(fleet));

        Assert.Equal((Target, labels, TargetState.Up, null), (status.Target, status.Labels, status.State, status.Owner));
        Assert.Equal(["good.lua", "none.lua", "ask.lua"], status.Scripts.Select(static script => script.Name));
        Assert.Equal([ScriptResult.Values, ScriptResult.Empty, null], status.Scripts.Select(static script => script.Result));
        Assert.Equal([RunningFleet.Interval, RunningFleet.Interval, null], status.Scripts.Select(static script => script.Interval));
        Assert.All(status.Scripts, static script => Assert.Equal((null, 0), (script.Failure, script.ErrorsTotal)));
        Assert.InRange(status.Scripts[0].LastSuccess!.Value, start, TimeProvider.System.GetUtcNow());
        Assert.True(status.Scripts[0].Duration > TimeSpan.Zero);
        Assert.Null(status.Scripts[2].LastSuccess);
    }

    [Fact]
    public async Task List_ScriptRaisesAnError_TellsItUntilItWorks()
    {
        const string body = "return redis.call('GET', 'mended') and {'a', 1} or error('boom')";
        await redis.Server.CommandAsync("DEL", "mended");
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(Target, RunningFleet.Script("mode.lua", body)));
        await fleet.WaitForAsync(view => view.Errors(Target, "mode.lua", "script") > 1);
        ScriptStatus before = Assert.Single(await ListAsync(fleet)).Scripts[0];

        await redis.Server.CommandAsync("SET", "mended", "1");
        await fleet.WaitForAsync(view => view.Result(Target, "mode.lua") == 1);
        ScriptStatus after = Assert.Single(await ListAsync(fleet)).Scripts[0];

        Assert.Equal((ScriptResult.Failed, FailureReason.Script, null), (before.Result, before.Failure?.Reason, before.LastSuccess));
        Assert.Contains("boom", before.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal((ScriptResult.Values, null), (after.Result, after.Failure));
        Assert.True(after.ErrorsTotal >= before.ErrorsTotal && before.ErrorsTotal > 1);
    }

    [Fact]
    public async Task List_TargetsThatLetNobodyIn_AreDownAndTellNoPassword()
    {
        await using RedisServerProcess closed = await RedisServerProcess.StartAsync("requirepass secret");
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target($"redis://user:wr0ng-passw0rd@{closed.Address}", Good), RunningFleet.Target("127.0.0.1:1", Good));
        await fleet.WaitForAsync(view => view.Errors(closed.Address, "good.lua", "auth") > 0 && view.Up("127.0.0.1:1") == 0);

        TargetStatus[] targets = await ListAsync(fleet);

        Assert.Equal([closed.Address, "127.0.0.1:1"], targets.Select(static target => target.Target));
        Assert.All(targets, static target => Assert.Equal(TargetState.Down, target.State));
        Assert.Equal(
            [FailureReason.Auth, FailureReason.Connection], targets.Select(static target => target.Scripts[0].Failure!.Reason));
        Assert.DoesNotContain("wr0ng-passw0rd", string.Concat(targets.SelectMany(static target => target.Scripts)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:1")]
    [InlineData("no-such-host.invalid:6379")]
    [InlineData("unix:///no/such/redis.sock")]
    public async Task List_TargetThatLetsNobodyConnect_HasRunsWithoutADuration(string uri)
    {
        TargetSpec target = RunningFleet.Target(uri, Good);
        await using RunningFleet fleet = RunningFleet.Start(target);
        var seen = new List<ScriptStatus>();

        // The first runs try to connect, later ones fall into the pause between attempts.
        FleetView view = await fleet.WaitForAsync(_ =>
        {
            seen.Add(fleet.Fleet.ListTargetsAsync(new FleetGaps(), CancellationToken.None).ToBlockingEnumerable().Single().Scripts[0]);
            return seen[^1].ErrorsTotal > 7;
        });

        Assert.All(seen, static script => Assert.Null(script.Duration));
        Assert.Equal(0, view.Result(target.Address.Id, "good.lua"));
        Assert.DoesNotContain("redis_script_duration_seconds{", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_RunThatTimedOut_HasADuration()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] == "EVALSHA_RO" ? null : Resp.Ok);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, Good with { Timeout = TimeSpan.FromSeconds(1) }));

        FleetView view = await fleet.WaitForAsync(view => view.Errors(server.Address, "good.lua", "timeout") == 1);

        Assert.True(view[$$"""redis_script_duration_seconds{target="{{server.Address}}",filename="good.lua"}"""] >= 1);
    }

    private static async Task<TargetStatus[]> ListAsync(RunningFleet fleet) =>
        await fleet.Fleet.ListTargetsAsync(new FleetGaps(), CancellationToken.None).ToArrayAsync();
}
