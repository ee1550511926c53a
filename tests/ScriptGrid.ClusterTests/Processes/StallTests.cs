using Xunit.Abstractions;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>A silo that stands still and goes on, as after a migration of its machine.</summary>
[Collection(ProcessTests.Name)]
public sealed class StallTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Stall_OfThirtySeconds_OthersTakeOverAndNothingIsCollectedTwice()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(3, 300);
        SiloProcess stalled = cluster.Silos[0];

        stalled.Pause();
        Task pause = Task.Delay(Stall);
        await cluster.WaitForRunsAsync(2);
        await pause;
        stalled.Continue();
        TimeSpan continued = await cluster.Farm.NowAsync();

        // Given up meanwhile, it ends, and whoever supervises it starts it again; or it takes its part again.
        await cluster.WaitAsync(() => Task.FromResult(stalled.HasExited || stalled.Log.Contains("collecting goes on", StringComparison.Ordinal)), "the silo ends or goes on");
        output.WriteLine($"{await cluster.Farm.NowAsync() - continued} after the stall it has {(stalled.HasExited ? "ended" : "gone on")}");
        await cluster.WaitForRunsAsync(2);
        if (stalled.HasExited)
        {
            await cluster.AddAsync(stalled.Ports);
        }

        await cluster.WaitForSharesAsync();
        await cluster.WaitForRunsAsync(2);
        Schedules.AssertNoDoubles(await cluster.RunsAsync());
    }
}
