namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that are told to end one after the other, and started again.</summary>
public sealed class RollingRestartTests
{
    [Fact]
    public async Task Restart_EachInTurn_NoTargetMissesMoreThanOneIntervalAndCountersGoOn()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(3, 300);
        string[] counters = await ErrorCounters.MakeAsync(cluster, 100);

        TimeSpan start = await cluster.Farm.NowAsync();
        foreach (SiloProcess silo in cluster.Living)
        {
            await using var scraper = new Scraper(cluster.Living.First(other => other != silo));
            Assert.Equal(0, await silo.TerminateAsync());
            await cluster.WaitForSharesAsync();
            await cluster.AddAsync(silo.Ports);
            await cluster.WaitForSharesAsync();
            cluster.AssertWhole(await scraper.StopAsync());
        }

        await cluster.WaitForRunsAsync(2);
        RunTimes[] runs = await cluster.RunsAsync();
        Schedules.AssertGaps(runs, start, await cluster.Farm.NowAsync(), Schedules.OneMissed);
        Schedules.AssertNoDoubles(runs);
        await ErrorCounters.AssertKeptAsync(cluster, counters);
    }
}
