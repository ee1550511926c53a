namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Three silos and 300 targets that the tests of a class share, one after the other. Each test leaves three silos behind.</summary>
public sealed class ThreeSilos : IAsyncLifetime
{
    internal SiloCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await SiloCluster.StartAsync(3, 300);

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
