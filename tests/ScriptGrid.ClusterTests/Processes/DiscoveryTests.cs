namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos whose targets a list names, which one of them reads for all.</summary>
public sealed class DiscoveryTests
{
    private const string Asks = "asks the source of group listed (file_sd)";
    private const string Found = "scriptgrid_discovery_targets{group=\"listed\",source=\"file_sd\"} ";
    private const string Failures = "scriptgrid_discovery_failures_total{group=\"listed\",source=\"file_sd\"} ";

    [Fact]
    public async Task List_OneOfManyIsAnother_AllSilosFollowAndTheOthersKeepTheirConnections()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(2, 60, room: 61, isListed: true);
        await cluster.WaitForRunsAsync(2);
        string[] counters = await ErrorCounters.MakeAsync(cluster, 5);
        IReadOnlyDictionary<string, string> before = await cluster.Farm.ConnectionsAsync();
        TimeSpan changed = await cluster.Farm.NowAsync();

        cluster.List(..61);
        await cluster.WaitForSharesAsync();
        cluster.List(..60);
        await cluster.WaitForSharesAsync();
        await cluster.WaitForRunsAsync(2);

        Assert.Equal(before.ToHashSet(), (await cluster.Farm.ConnectionsAsync()).ToHashSet());
        Schedules.AssertGaps(await cluster.RunsAsync(), changed, await cluster.Farm.NowAsync(), Schedules.OneMissed);
        Schedules.AssertNoDoubles(await cluster.RunsAsync());
        await ErrorCounters.AssertKeptAsync(cluster, counters);
        Assert.Single(cluster.Silos, static silo => silo.Log.Contains(Asks, StringComparison.Ordinal));
        await WaitForSampleAsync(cluster, $"{Found}60");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Loss_OfTheSiloThatAsks_ListStaysAndIsFollowedOn(bool isKilled)
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(3, 60, room: 80, isListed: true);

        SiloProcess asking = Asking(cluster);
        await (isKilled ? asking.KillAsync() : asking.TerminateAsync());
        await cluster.WaitForSharesAsync();
        await cluster.WaitAsync(() => Task.FromResult(cluster.Living.Any(IsAsking)), "another silo asks the source");
        cluster.List(10..80);

        await cluster.WaitForSharesAsync();
        await cluster.WaitForRunsAsync(2);
        await WaitForSampleAsync(cluster, $"{Found}70");

        static bool IsAsking(SiloProcess silo) => silo.Log.Contains(Asks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ThatIsNone_StaysAsItWasThroughTheLossOfTheSiloThatAsksAndForOneThatJoins()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(2, 40, isListed: true);
        cluster.Farm.WriteList("[{\"targets\": [");
        await WaitForAsync(cluster, page => page.Samples.Any(static sample => sample.StartsWith(Failures, StringComparison.Ordinal) && !sample.EndsWith(" 0", StringComparison.Ordinal)));

        await Asking(cluster).KillAsync();
        await cluster.WaitForSharesAsync();
        await cluster.AddAsync();
        await cluster.WaitForSharesAsync();

        await cluster.WaitForRunsAsync(2);
        await WaitForSampleAsync(cluster, $"{Found}40");
        cluster.List(..20);
        await cluster.WaitForSharesAsync();
    }

    private static SiloProcess Asking(SiloCluster cluster) => cluster.Living.Single(static silo => silo.Log.Contains(Asks, StringComparison.Ordinal));

    private static Task WaitForSampleAsync(SiloCluster cluster, string sample) => WaitForAsync(cluster, page => page.Samples.Contains(sample));

    private static Task WaitForAsync(SiloCluster cluster, Predicate<ScrapedPage> condition) => cluster.WaitAsync(
        async () => (await Task.WhenAll(cluster.Living.Select(static silo => silo.ScrapeAsync()))).All(page => condition(page)), "each silo's page is as expected");
}
