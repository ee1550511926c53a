using ScriptGrid.Engine.Model;
using Xunit.Abstractions;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that are killed, as the others and the targets see it.</summary>
public sealed class SiloLossTests(ITestOutputHelper output)
{
    /// <summary>Two to three seconds on a machine that is not busy; the probes of Orleans alone take fifteen.</summary>
    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(8);

    /// <summary>Survivors lose activations as well, whose entries the dead silo held, and have them back at the next sweep.</summary>
    private static readonly TimeSpan SurvivorsGap = 3.6 * TargetFarm.Interval;

    /// <summary>A silo reads its own row every two seconds; the rest is for a busy machine.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Kill_OneOfThree_OthersTakeItsTargetsOver()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(3, 300);
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
            the {runs[true].Count()} targets of the killed silo were collected again after {runs[true].Max(run => run.FirstAfter(killed)) - killed};
            the {runs[false].Count()} others missed {runs[false].Max(run => run.LongestGap(killed, end).Length)} at most
            """);
        Schedules.AssertGaps(runs[true], killed, end, TakeOver);
        Schedules.AssertGaps(runs[false], killed, end, SurvivorsGap);
        Schedules.AssertNoDoubles([.. runs[true], .. runs[false]]);
        Assert.Contains(cluster.Living, silo => silo.Log.Contains($"{cluster.Silos[0].Name} was declared dead", StringComparison.Ordinal));
        cluster.AssertWhole((await first.StopAsync())[^1]);
        cluster.AssertWhole((await second.StopAsync())[^1]);
    }

    [Fact]
    public async Task Kill_OneOfTwo_TheOtherTakesItsTargetsOver()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(2, 60);

        TimeSpan killed = await cluster.Farm.NowAsync();
        await cluster.Silos[0].KillAsync();
        await cluster.WaitForSharesAsync();
        await cluster.WaitForRunsAsync(2);

        Schedules.AssertGaps(await cluster.RunsAsync(), killed, await cluster.Farm.NowAsync(), TakeOver);
        Assert.Contains($"{cluster.Silos[0].Name} was declared dead", cluster.Silos[1].Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GiveUp_OfOneThatLives_ItEndsAndComesBack()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(2, 60);
        SiloProcess silo = cluster.Silos[0];

        await cluster.DeclareDeadAsync(silo);

        Assert.NotEqual(0, await silo.WaitForExitAsync(EndLimit));
        Assert.Contains("The other silos have declared", silo.Log, StringComparison.Ordinal);
        await cluster.AddAsync(silo.Ports);
        await cluster.WaitForSharesAsync();
    }
}
