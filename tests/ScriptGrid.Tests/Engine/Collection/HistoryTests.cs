using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>The last quarter of an hour of each script and target.</summary>
public sealed class HistoryTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    [Fact]
    public async Task Report_CollectedTarget_HasATrailWithValues()
    {
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(redis.Server.Address, RunningFleet.Script("good.lua", "return {'a', 1, 'b', 2, 'c', 3}")));
        await fleet.WaitForAsync(_ => fleet.Fleet.NotReady is null);

        TrailReport trail = (await ReportAsync(fleet)).Trail!;

        Assert.Contains((byte)TrailOutcome.Ok, trail.Outcomes);
        Assert.Equal(["redis_script_values{key=\"a\"}", "redis_script_values{key=\"b\"}"], trail.Series.Select(static series => series.Series));
        Assert.Contains(2f, trail.Series[1].Points);
    }

    [Fact]
    public async Task Report_HistoryIsOffAfterAReload_HasNone()
    {
        ScriptGridConfiguration configuration = RunningFleet.Configure(
            RunningFleet.Target(redis.Server.Address, RunningFleet.Script("good.lua", "return {'a', 1}")));
        await using RunningFleet fleet = RunningFleet.Start(configuration);
        await Repeat.UntilAsync(() => ReportAsync(fleet), static script => script.Trail is not null);

        fleet.Fleet.Apply(configuration with { Web = new WebSettings { History = false } });

        await Repeat.UntilAsync(() => ReportAsync(fleet), static script => script.Trail is null);
        Assert.Equal(1, (await ReportAsync(fleet)).ValuesTotal);
    }

    private async Task<ScriptReport> ReportAsync(RunningFleet fleet)
    {
        TargetAnswer answer = await fleet.Fleet.ReportAsync(RedisUri.Parse(redis.Server.Address, out _)!.Address, CancellationToken.None);
        return Assert.Single(answer.Report!.Scripts);
    }
}
