namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that join.</summary>
public sealed class JoinTests
{
    [Fact]
    public async Task Join_ThirdSilo_TargetsMoveWithoutMissingMoreThanOneInterval()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(2, 300);
        string[] counters = await ErrorCounters.MakeAsync(cluster, 100);
        await using var scraper = new Scraper(cluster.Silos[0]);
        TimeSpan start = await cluster.Farm.NowAsync();

        await cluster.AddAsync();
        await cluster.WaitForSharesAsync();

        await cluster.WaitForRunsAsync(2);
        RunTimes[] runs = await cluster.RunsAsync();
        Schedules.AssertGaps(runs, start, await cluster.Farm.NowAsync(), Schedules.OneMissed);
        Schedules.AssertNoDoubles(runs);
        await ErrorCounters.AssertKeptAsync(cluster, counters);
        cluster.AssertWhole(await scraper.StopAsync());
    }
}
