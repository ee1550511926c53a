using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that start where there was no cluster.</summary>
public sealed class StartTests
{
    private const int Handful = 15;

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
        Assert.DoesNotContain("orleans_directory_cache_size", page, StringComparison.Ordinal);
        Assert.Contains("\nscriptgrid_catalogue_edition 1", page, StringComparison.Ordinal);
        Assert.Contains("\nscriptgrid_targets_missing 0\n", page, StringComparison.Ordinal);
    }

    /// <summary>What an operator cannot act on is not logged at <c>info</c>: not a line for each target, neither at the start nor as targets move.</summary>
    [Fact]
    public async Task Start_OneWithHundredsOfTargetsAndAnotherLater_LogsAHandfulOfLines()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(0, 300);
        SiloProcess silo = await cluster.AddAsync(Ports.Find() with { Http = 0 });
        await cluster.WaitForSharesAsync();
        await cluster.AddAsync();
        await cluster.WaitForSharesAsync();

        Assert.InRange(silo.Log.Split('\n').Count(static line => line.Contains(" info: ", StringComparison.Ordinal)), 1, Handful);
        Assert.Contains($"\"targets\":[\"{silo.HttpAddress}\"]", (await silo.GetAsync("/sd")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain($"{ServedAddress.Mark} 127.0.0.1:0", silo.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_HangUpWhileItWaitsForItsStore_WaitsOnAndReloadsOnceItServes()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(0, 1);
        await cluster.Membership.StopAsync();
        string configuration = cluster.Farm.Write("waiting.yml", $"cluster: {cluster.Section}\n");
        await using ChildProcess silo = await SiloProcess.StartUntilAsync("Cannot reach the membership store", Ports.Find(), "--config.file", configuration);

        silo.HangUp();
        await cluster.Membership.RestartAsync();

        string log = await Repeat.UntilAsync(
            () => Task.FromResult(silo.Log),
            log => silo.HasExited || (log.Contains(ServedAddress.Mark, StringComparison.Ordinal) && log.Contains("Configuration reloaded", StringComparison.Ordinal)));
        Assert.False(silo.HasExited, log);
    }
}
