using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>The configuration changed on one silo, for all.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task Reload_OnOneSilo_ReachesAllAndDisturbsNoOtherTarget()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(2, 300, room: 400);
        await cluster.AddAsync(configuration: cluster.Farm.Write("bare.yml", $"cluster: {cluster.Section}\n"));
        await cluster.WaitForSharesAsync();
        TimeSpan start = await cluster.Farm.NowAsync();

        cluster.Configure(100..400);
        Assert.Equal(200, await cluster.Silos[1].ReloadAsync());
        await cluster.WaitForSharesAsync();
        TimeSpan reloaded = await cluster.Farm.NowAsync();
        await cluster.WaitForRunsAsync(3);

        TimeSpan end = await cluster.Farm.NowAsync();
        Assert.All(await cluster.RunsAsync(..100), run => Assert.Equal(0, run.CountAfter(reloaded)));
        Schedules.AssertGaps(await cluster.RunsAsync(100..300), start, end, Schedules.OneMissed);
        Schedules.AssertGaps(await cluster.RunsAsync(300..400), reloaded, end, Schedules.OneMissed);
        Schedules.AssertNoDoubles(await cluster.RunsAsync(..400));
        Assert.Equal(300, (await cluster.ScrapeAllAsync()).Of("redis_up").Count);

        await AssertBrokenIsRefusedAsync(cluster);
        await AssertEmptyIsToldAsync(cluster);
        await AssertChangedSectionIsToldAsync(cluster);
    }

    private static async Task AssertBrokenIsRefusedAsync(SiloCluster cluster)
    {
        TimeSpan start = await cluster.Farm.NowAsync();
        cluster.Farm.Write("scriptgrid.yml", "target_groups: [{targets: [localhost:nonsense]}]\n");

        Assert.Equal(500, await cluster.Silos[0].ReloadAsync());

        await cluster.WaitForRunsAsync(3);
        Schedules.AssertGaps(await cluster.RunsAsync(), start, await cluster.Farm.NowAsync(), Schedules.OneMissed);
        Assert.Equal(300, (await cluster.ScrapeAllAsync()).Targets.Count);
    }

    private static async Task AssertEmptyIsToldAsync(SiloCluster cluster)
    {
        const string Told = "has no targets any more and was not published; the cluster keeps collecting from edition ";
        cluster.Farm.Write("scriptgrid.yml", $"cluster: {cluster.Section}\n");

        Assert.Equal(200, await cluster.Silos[0].ReloadAsync());
        Assert.Equal(200, await cluster.Silos[0].ReloadAsync());

        await Repeat.UntilAsync(() => Task.FromResult(cluster.Silos[0].Log), static log => log.Contains(Told, StringComparison.Ordinal));
        Assert.Equal(2, cluster.Silos[0].Log.Split(Told).Length);
        Assert.Equal(300, (await cluster.ScrapeAllAsync()).Targets.Count);
    }

    private static async Task AssertChangedSectionIsToldAsync(SiloCluster cluster)
    {
        Assert.All(cluster.Silos, static silo => Assert.DoesNotContain(ClusterChange.Warning, silo.Log, StringComparison.Ordinal));
        cluster.Farm.Write("scriptgrid.yml", $"cluster: {cluster.Section.Replace("cluster_id: test", "cluster_id: test, client_secret: 0123456789abcdef", StringComparison.Ordinal)}\n");

        Assert.Equal(200, await cluster.Silos[0].ReloadAsync());

        await Repeat.UntilAsync(() => Task.FromResult(cluster.Silos[0].Log), static log => log.Contains(ClusterChange.Warning, StringComparison.Ordinal));
    }
}
