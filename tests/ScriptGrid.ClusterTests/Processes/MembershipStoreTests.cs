namespace ScriptGrid.ClusterTests.Processes;

/// <summary>The membership store restarted, with what it held and without.</summary>
public sealed class MembershipStoreTests(ThreeSilos silos) : IClassFixture<ThreeSilos>
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Restart_WithItsData_NothingHappensAndAKillIsRecovered()
    {
        SiloCluster cluster = silos.Cluster;
        TimeSpan start = await cluster.Farm.NowAsync();

        await cluster.Membership.RestartAsync();
        await cluster.WaitForRunsAsync(8);

        RunTimes[] runs = await cluster.RunsAsync();
        Schedules.AssertGaps(runs, start, await cluster.Farm.NowAsync(), Schedules.OneMissed);
        Assert.Equal(3, cluster.Living.Count);
        SiloProcess killed = cluster.Living[0];
        await killed.KillAsync();
        await cluster.WaitForSharesAsync();
        await cluster.WaitForRunsAsync(2);
        TimeSpan end = await cluster.Farm.NowAsync();
        Schedules.AssertNoDoubles((await cluster.RunsAsync()).Select(run => run.Between(start, end)));
        await cluster.AddAsync(killed.Ports);
        await cluster.WaitForSharesAsync();
    }

    [Fact]
    public async Task Restart_Empty_SilosEndAndFormOneClusterAgain()
    {
        SiloCluster cluster = silos.Cluster;
        SiloProcess[] old = [.. cluster.Living];

        await cluster.Membership.CommandAsync("FLUSHALL");
        // As a supervisor such as systemd would: each is started again as soon as it has ended.
        await Task.WhenAll(old.Select(async silo =>
        {
            Assert.NotEqual(0, await silo.WaitForExitAsync(EndLimit));
            await cluster.AddAsync(silo.Ports);
        }));

        Assert.All(old, static silo => Assert.Contains("The membership store has no row for", silo.Log, StringComparison.Ordinal));
        Assert.Equal(3, cluster.Living.Count);
        await cluster.WaitForSharesAsync();
        TimeSpan start = await cluster.Farm.NowAsync();
        await cluster.WaitForRunsAsync(4);
        RunTimes[] runs = await cluster.RunsAsync();
        TimeSpan end = await cluster.Farm.NowAsync();
        Schedules.AssertGaps(runs, start, end, Schedules.OneMissed);
        Schedules.AssertNoDoubles(runs.Select(run => run.Between(start, end)));
    }
}
