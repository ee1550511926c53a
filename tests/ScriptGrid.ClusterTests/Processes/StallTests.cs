namespace ScriptGrid.ClusterTests.Processes;

/// <summary>A silo that stands still and goes on, as after a migration of its machine.</summary>
public sealed class StallTests(ThreeSilos silos) : IClassFixture<ThreeSilos>
{
    /// <summary>Long enough for the gate, and too short for three probes to be missed.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Stall_Short_SiloGoesOnAndNothingIsCollectedTwice()
    {
        SiloCluster cluster = silos.Cluster;
        SiloProcess stalled = cluster.Living[0];
        Assert.Equal((200, "ScriptGrid is ready.\n"), await stalled.GetAsync("/-/ready"));

        stalled.Pause();
        Task pause = Task.Delay(Short);
        await cluster.WaitAsync(
            async () => await cluster.Living[1].GetAsync("/metrics?scope=rollups") is { Status: 200, Body: var page }
                && page.Contains($"scriptgrid_silo_up{{silo=\"{stalled.Name}\"}} 0\n", StringComparison.Ordinal)
                && !page.Contains("scriptgrid_targets_missing 0\n", StringComparison.Ordinal),
            "another silo's rollups tell that it is silent");
        await pause;
        stalled.Continue();

        await cluster.WaitAsync(
            () => Task.FromResult(stalled.Log.Contains("collection resumes", StringComparison.Ordinal)), "the gate opens");
        await cluster.WaitForRunsAsync(2);
        Assert.False(stalled.HasExited);
        Assert.Equal(200, (await stalled.GetAsync("/-/ready")).Status);
        Schedules.AssertNoDoubles(await cluster.RunsAsync());
    }

    [Fact]
    public async Task Stall_UntilGivenUp_OthersTakeOverAndTheSiloEnds()
    {
        SiloCluster cluster = silos.Cluster;
        SiloProcess stalled = cluster.Living[0];
        SiloProcess other = cluster.Living[1];

        stalled.Pause();
        await cluster.WaitAsync(
            async () => !(await other.GetAsync()).Body.Contains($"scriptgrid_silo_up{{silo=\"{stalled.Name}\"", StringComparison.Ordinal),
            "the silo is given up");
        await cluster.WaitForRunsAsync(2);
        stalled.Continue();

        Assert.NotEqual(0, await stalled.WaitForExitAsync(EndLimit));
        await cluster.AddAsync(stalled.Ports);
        await cluster.WaitForSharesAsync();
        await cluster.WaitForRunsAsync(2);
        Schedules.AssertNoDoubles(await cluster.RunsAsync());
    }
}
