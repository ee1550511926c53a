using ScriptGrid.Engine.Configuration;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Collection;

namespace ScriptGrid.Tests.Contrib.Collectors;

/// <summary>The collector that is no script, on real Sentinels.</summary>
public sealed class SentinelCollectorTests
{
    [Fact]
    public async Task Run_TwoSentinels_GiveWhatTheyKnowOfTheMaster()
    {
        await using RedisServerProcess master = await RedisServerProcess.StartAsync();
        await using RedisServerProcess replica = await RedisServerProcess.StartAsync($"replicaof 127.0.0.1 {master.Port}");
        await using SentinelProcess one = await SentinelProcess.StartAsync(master, quorum: 2);
        await using RunningFleet fleet = RunningFleet.Start(Configure(one.Address, SentinelProcess.Password));
        string labels = $"{{target=\"{one.Address}\",master_name=\"mail\",master_address=\"{master.Address}\"";

        await using (await SentinelProcess.StartAsync(master, quorum: 2))
        {
            FleetView view = await fleet.WaitForAsync(view =>
                view[$"redis_sentinel_master_ok_slaves{labels}}}"] == 1 && view[$"redis_sentinel_master_ok_sentinels{labels}}}"] == 2
                && view.Series.Any(static series => series.StartsWith("redis_sentinel_master_ckquorum_status{", StringComparison.Ordinal) && series.Contains("message=\"OK 2 usable Sentinels", StringComparison.Ordinal)));

            Assert.Equal(1, view[$"redis_sentinel_master_status{labels},master_status=\"ok\"}}"]);
            Assert.Equal((1d, 2d), (view[$"redis_sentinel_master_slaves{labels}}}"], view[$"redis_sentinel_master_sentinels{labels}}}"]));
            Assert.Equal((2d, 1000d), (view[$"redis_sentinel_master_setting_ckquorum{labels}}}"], view[$"redis_sentinel_master_setting_down_after_milliseconds{labels}}}"]));
            Assert.Equal((1d, 0d), (view[$"redis_sentinel_masters{{target=\"{one.Address}\"}}"], view[$"redis_sentinel_tilt{{target=\"{one.Address}\"}}"]));
            Assert.Equal((1d, 0d), (view.Up(one.Address), view.AllErrors));
        }

        await fleet.WaitForAsync(view => view[$"redis_sentinel_master_ok_sentinels{labels}}}"] == 1);
    }

    [Fact]
    public async Task Run_ServerThatIsNoSentinel_IsUnsupportedWithARemedy()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(Configure(server.Address, password: null));

        await fleet.WaitForAsync(view => view.Errors(server.Address, "sentinel", "unsupported") > 1);

        Assert.Contains("the collector sentinel is for Sentinels", await fleet.WaitForLogAsync("sentinel on"), StringComparison.Ordinal);
        Assert.DoesNotContain("cmdstat_eval", (string)(await server.CommandAsync("INFO", "commandstats"))!, StringComparison.Ordinal);
    }

    private static ScriptGridConfiguration Configure(string address, string? password)
    {
        var settings = new CommandLineSettings
        {
            Settings =
            [
                new Setting(Setting.Collect, "sentinel", "--collect"),
                new Setting(Setting.Target, password is null ? $"redis://{address}" : $"redis://:{password}@{address}", "--target"),
                new Setting("global.interval", "100ms", "--interval"),
            ],
        };
        return new ConfigurationLoader(settings).Load().Configuration!;
    }
}
