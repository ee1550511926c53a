namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that are told to end and have to wait for something.</summary>
public sealed class TerminateTests
{
    /// <summary>What docs/cluster.md has Kubernetes wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task Terminate_RunUnderWayTakesSeconds_WaitsForItAndEndsInOrder()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(0, 1);
        SiloProcess silo = await cluster.AddAsync(configuration: cluster.Farm.Write("patient.yml", $$"""
            global: {interval: 1s, timeout: 20s}
            scripts: [{file: runs.lua, read_only: off}]
            target_groups: [{targets: ["{{cluster.Farm.IdOf(0)}}"]}]
            cluster: {{cluster.Section}}
            """));
        await cluster.WaitForRunsAsync(2);

        await cluster.Farm.PauseAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(1.5 * TargetFarm.Interval); // Until a run is under way.

        Assert.Equal(0, await silo.TerminateAsync());
    }

    [Fact]
    public async Task Terminate_StoreIsGone_EndsBeforeASupervisorKillsIt()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(1, 3);
        await cluster.Membership.StopAsync();

        Assert.NotEqual(0, await cluster.Silos[0].TerminateAsync(Patience));

        Assert.Contains("did not stop within 35 s", cluster.Silos[0].Log, StringComparison.Ordinal);
    }
}
