namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that start where there was no cluster.</summary>
[Collection(ProcessTests.Name)]
public sealed class StartTests
{
    [Fact]
    public async Task Start_TwoAtTheSameInstant_FormOneCluster()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(2, 300);
        TimeSpan start = await cluster.Farm.NowAsync();

        await cluster.WaitForRunsAsync(3);

        RunTimes[] runs = await cluster.RunsAsync();
        Schedules.AssertGaps(runs, start, await cluster.Farm.NowAsync(), Schedules.OneMissed);
        Schedules.AssertNoDoubles(runs);
    }

    [Fact]
    public async Task Start_One_ShowsOrleansMetersBesideItsOwn()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(1, 3);

        (_, string page) = await cluster.Silos[0].GetAsync();

        Assert.Contains("\norleans_", page, StringComparison.Ordinal);
        Assert.Contains("\nscriptgrid_catalogue_edition 1", page, StringComparison.Ordinal);
        Assert.Contains("\nscriptgrid_targets_missing 0\n", page, StringComparison.Ordinal);
    }
}
