namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that are told to end, and started again.</summary>
[Collection(ProcessTests.Name)]
public sealed class RollingRestartTests
{
    [Fact]
    public async Task Restart_EachInTurn_NoTargetMissesMoreThanOneIntervalAndCountersGoOn()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(3, 300);
<<<<<<< HEAD
        string[] errors = await FailAsync(cluster, [.. Enumerable.Range(0, 30)]);
=======
        IReadOnlyList<string> counters = await ErrorCounters.MakeAsync(cluster, 100);
>>>>>>> helper-e

        TimeSpan start = await cluster.Farm.NowAsync();
        foreach (SiloProcess silo in cluster.Living)
        {
            await using var scraper = new Scraper(cluster.Living.First(other => other != silo));
            Assert.Equal(0, await silo.TerminateAsync());
            await cluster.WaitForSharesAsync();
            await cluster.AddAsync(silo.Ports);
            await cluster.WaitForSharesAsync();
            await scraper.StopAsync();
        }

        await cluster.WaitForRunsAsync(2);
        RunTimes[] runs = await cluster.RunsAsync();
        Schedules.AssertGaps(runs, start, await cluster.Farm.NowAsync(), Schedules.OneMissed);
        Schedules.AssertNoDoubles(runs);
        await ErrorCounters.AssertKeptAsync(cluster, counters);
    }
<<<<<<< HEAD

    /// <summary>Lets the script fail for a while on some targets; the counters that came of it.</summary>
    private static async Task<string[]> FailAsync(SiloCluster cluster, int[] targets)
    {
        await Task.WhenAll(targets.Select(target => cluster.Farm.SetFailingAsync(target, true)));
        await cluster.WaitForRunsAsync(2);
        await Task.WhenAll(targets.Select(target => cluster.Farm.SetFailingAsync(target, false)));
        await cluster.WaitForRunsAsync(2);
        string[] errors = ScriptErrors(await cluster.ScrapeAllAsync());
        Assert.Equal(targets.Length, errors.Length);
        return errors;
    }

    /// <summary>A busy machine may add timeouts, which are none of this.</summary>
    private static string[] ScriptErrors(ScrapedPage page) =>
        [.. page.Of(Errors).Where(static sample => sample.Contains("reason=\"script\"", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
=======
>>>>>>> helper-e
}
