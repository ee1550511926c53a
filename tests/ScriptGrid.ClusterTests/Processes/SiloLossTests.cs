using ScriptGrid.Engine.Model;
using Xunit.Abstractions;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that are killed, as the others and the targets see it.</summary>
[Collection(ProcessTests.Name)]
public sealed class SiloLossTests(ITestOutputHelper output)
{
    /// <summary>Survivors lose activations as well, whose entries the dead silo held, and have them back at the next sweep.</summary>
    private static readonly TimeSpan SurvivorsGap = 3.6 * TargetFarm.Interval;

    [Theory]
    [InlineData("liveness: normal", 20)]
    [InlineData("liveness: fast", 10)]
    public async Task Kill_OneOfThree_OthersTakeItsTargetsOver(string liveness, int seconds)
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(3, 300, liveness);
        await using var first = new Scraper(cluster.Silos[1]);
        await using var second = new Scraper(cluster.Silos[2]);
        await cluster.WaitForRunsAsync(2);
        var before = new Ownership(cluster.Silos.Select(static silo => silo.Name));

        TimeSpan killed = await cluster.Farm.NowAsync();
        await cluster.Silos[0].KillAsync();
        await cluster.WaitForSharesAsync();
        await cluster.WaitForRunsAsync(2);

        TimeSpan end = await cluster.Farm.NowAsync();
        ILookup<bool, RunTimes> runs = (await cluster.RunsAsync()).ToLookup(run => before.OwnerOf(run.Target) == cluster.Silos[0].Name);
        output.WriteLine($"""
            {liveness}: the {runs[true].Count()} targets of the killed silo were collected again after {runs[true].Max(run => run.FirstAfter(killed)) - killed};
            the {runs[false].Count()} others missed {runs[false].Max(run => run.LongestGap(killed, end).Length)} at most
            """);
        Schedules.AssertGaps(runs[true], killed, end, TimeSpan.FromSeconds(seconds));
        Schedules.AssertGaps(runs[false], killed, end, SurvivorsGap);
        Schedules.AssertNoDoubles([.. runs[true], .. runs[false]]);
        Assert.Equal(300, (await first.StopAsync())[^1].Targets.Count);
        Assert.Equal(300, (await second.StopAsync())[^1].Targets.Count);
    }
}
