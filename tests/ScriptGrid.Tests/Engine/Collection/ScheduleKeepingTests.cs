using System.Globalization;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>The schedule is kept: beside a bad target, within max_busy, from the start on, until results expire.</summary>
[Collection(TimedTests.Name)]
public sealed class ScheduleKeepingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("stalls")]
    [InlineData("closes")]
    [InlineData("sends garbage")]
    [InlineData("promises too much")]
    [InlineData("drips")]
    [InlineData("refuses")]
    public async Task Run_OneOfTenIsHostile_TheOthersKeepTheirSchedule(string hostility)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using ScriptedRedis hostile = Hostile(hostility);
        ScriptSpec count = RunningFleet.Script("count.lua", "return redis.call('INCR', 'runs')") with
        {
            ReadOnly = ReadOnlyMode.Off,
            Timeout = TimeSpan.FromMilliseconds(500),
            MaxReplyBytes = 1000,
        };
        string bad = hostility == "refuses" ? $"127.0.0.1:{FreePort.Find()}" : hostile.Address;
        TargetSpec[] good = [.. Enumerable.Range(0, 9).Select(database => RunningFleet.Target($"{server.Address}/{database}", count))];
        await using RunningFleet fleet = RunningFleet.Start([.. good, RunningFleet.Target(bad, count)]);
        await fleet.WaitForAsync(view => view.Result(bad, "count.lua") == 0 && good.All(target => Runs(view, target) >= 1));

        long start = TimeProvider.System.GetTimestamp();
        FleetView first = await fleet.ReadAsync();
        FleetView last = await fleet.WaitForAsync(view => good.All(target => Runs(view, target) >= Runs(first, target) + 15));
        double slots = TimeProvider.System.GetElapsedTime(start) / RunningFleet.Interval;

        // A machine under load may miss slots, but a target that waits half a second for the hostile one would miss four of five.
        Assert.All(good, target => Assert.InRange(Runs(last, target) - Runs(first, target), slots * 0.3, slots + 2));
        Assert.All(good, target => Assert.Equal(1, last.Up(target.Address.Id)));
        Assert.Equal(0, last.Result(bad, "count.lua"));
    }

    [Fact]
    public async Task Run_MaxBusy_StretchesTheInterval()
    {
        // Each run takes 30 ms of the server's time, so a tenth of it allows one in 300 ms.
        const string body = """
            local t = redis.call('TIME')
            local start = t[1] * 1000 + math.floor(t[2] / 1000)
            redis.call('RPUSH', 'starts', start)
            repeat t = redis.call('TIME') until t[1] * 1000 + math.floor(t[2] / 1000) >= start + 30
            return redis.call('LLEN', 'starts')
            """;
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec script = RunningFleet.Script("busy.lua", body) with { ReadOnly = ReadOnlyMode.Off, MaxBusy = 0.1 };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, script));

        await fleet.WaitForAsync(view => view.Value(server.Address, "busy.lua") >= 5);

        object?[] replies = (object?[])(await server.CommandAsync("LRANGE", "starts", "0", "-1"))!;
        double[] starts = [.. replies.Select(static start => double.Parse((string)start!, CultureInfo.InvariantCulture))];
        Assert.All(starts.Zip(starts.Skip(1), static (one, next) => next - one), static gap => Assert.True(gap >= 270, $"{gap} ms"));
    }

    [Fact]
    public async Task Run_LongInterval_RunsFirstInTheStartWindow()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec daily = RunningFleet.Script("daily.lua", "return 1") with { Interval = TimeSpan.FromDays(1) };
        string[] targets = [server.Address, .. Enumerable.Range(1, 15).Select(database => $"{server.Address}/{database}")];
        await using RunningFleet fleet = RunningFleet.Start([.. targets.Select(target => RunningFleet.Target(target, daily))]);

        await fleet.WaitForAsync(view => targets.All(target => view.Result(target, "daily.lua") == 1));

        Assert.Null(fleet.Fleet.NotReady);
    }

    [Fact]
    public async Task NotReady_OneTargetHangs_WaitsForItsFirstFailure()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using ScriptedRedis hanging = ScriptedRedis.Start(static _ => null);
        ScriptSpec script = RunningFleet.Script("a.lua", "return 1") with { Timeout = TimeSpan.FromMinutes(1) };
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(server.Address, script, RunningFleet.OnDemand("never.lua", "return 1")),
            RunningFleet.Target(hanging.Address, script));
        await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);
        Assert.Equal("scripts that have not run on a target of theirs yet: 1", fleet.Fleet.NotReady);

        hanging.Answer = static _ => ScriptedRedis.HangUp;
        await fleet.WaitForAsync(_ => hanging.ConnectionsAccepted > 0);
        hanging.CloseConnections();

        await fleet.WaitForAsync(view => view.Errors(hanging.Address, "a.lua", "connection") > 0);
        Assert.Null(fleet.Fleet.NotReady);
    }

    [Fact]
    public async Task Page_ResultsPastTheirExpiry_AreGone()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec script = RunningFleet.OnDemand("once.lua", "return 1") with
        {
            Expiry = TimeSpan.FromMilliseconds(300),
            Aggregate = Aggregations.Sum,
        };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, script));

        FleetView scrape = await fleet.ScrapeAsync(server.Address, "once.lua");
        FleetView view = await fleet.WaitForAsync(static view => view.Series.Count() == 1);

        Assert.Equal(1, scrape.Value(server.Address, "once.lua"));
        Assert.Equal(1, view.Up(server.Address));
    }

    [Fact]
    public async Task Up_TargetWithoutDueScripts_IsKeptByPings()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(server.Address, RunningFleet.OnDemand("never.lua", "return 1")));
        await fleet.WaitForAsync(view => view.Up(server.Address) == 1);

        await server.StopAsync();
        await fleet.WaitForAsync(view => view.Up(server.Address) == 0);
        await server.RestartAsync();

        await fleet.WaitForAsync(view => view.Up(server.Address) == 1);
    }

    [Fact]
    public async Task DisposeAsync_RunUnderWay_EndsAtOnceAndClosesEveryConnection()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, RunningFleet.Script("a.lua", "return 1")));
        await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);

        server.Pause();
        Task<ScrapeResult> scrape = fleet.AskAsync(server.Address);
        await fleet.DisposeAsync().AsTask().WaitAsync(Limit);
        await scrape;
        server.Continue();

        await server.WaitForNoScriptGridClientAsync();
    }

    private static ScriptedRedis Hostile(string hostility)
    {
        ScriptedRedis server = ScriptedRedis.Start(_ => hostility switch
        {
            "stalls" => null,
            "closes" => ScriptedRedis.HangUp,
            "sends garbage" => "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(),
            "promises too much" => "$999999999\r\n"u8.ToArray(),
            _ => Resp.Bulk(new string('1', 200)),
        });
        server.Drip = hostility == "drips" ? TimeSpan.FromMilliseconds(10) : null;
        return server;
    }

    /// <summary>How often the script ran there, by the server's own count.</summary>
    private static double Runs(FleetView view, TargetSpec target) => view.Value(target.Address.Id, "count.lua") ?? 0;
}
