namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that are killed, as the others and the targets see it.</summary>
[Collection(ProcessTests.Name)]
public sealed class SiloLossTests
{
    private const int Targets = 300;

    [Theory]
    [InlineData("liveness: normal", 20)]
    [InlineData("liveness: fast", 10)]
    public async Task Kill_OneOfThree_OthersTakeItsTargetsOver(string liveness, int seconds)
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(3, Targets, liveness);
        SiloProcess[] survivors = [cluster.Silos[1], cluster.Silos[2]];
        await using var first = new Scraper(survivors[0]);
        await using var second = new Scraper(survivors[1]);
        await Task.Delay(TimeSpan.FromSeconds(3));

        TimeSpan killed = await cluster.Farm.NowAsync();
        await cluster.Silos[0].KillAsync();
        await cluster.WaitAsync(
            async () => (await cluster.Farm.ReadAsync(Targets)).All(run => run.FirstAfter(killed) is not null), "every target collected again");
        await cluster.WaitForAllAsync(survivors[0]);
        await Task.Delay(TimeSpan.FromSeconds(3));

        TimeSpan end = await cluster.Farm.NowAsync();
        RunTimes[] runs = await cluster.Farm.ReadAsync(Targets);
        Assert.All(runs, run => Assert.InRange(run.LongestGap(killed, end), TimeSpan.Zero, TimeSpan.FromSeconds(seconds)));
        Assert.All(runs, static run => Assert.InRange(run.LongestDouble(), TimeSpan.Zero, 1.2 * TargetFarm.Interval));
        foreach (Scraper scraper in new[] { first, second })
        {
            IReadOnlyList<ScrapedPage> pages = await scraper.StopAsync();
            Assert.All(pages, static page => Assert.Equal(200, page.Status));
            Assert.All(pages, static page => Assert.Empty(page.Duplicates));
            Assert.Equal(Targets, pages[^1].Targets.Count);
        }
    }
}
