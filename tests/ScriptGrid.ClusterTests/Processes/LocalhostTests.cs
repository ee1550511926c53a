
namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Two silos on one machine whose membership is in the memory of the first.</summary>
public sealed class LocalhostTests
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Kill_FirstSiloAndStartItAgain_TheOtherEndsWithOneAndSaysWhy()
    {
        await using TargetFarm farm = await TargetFarm.StartAsync(2);
        Ports first = Ports.Find();
        string configuration = farm.Configure([0, 1], $"{{membership: localhost, primary_port: {first.Silo}}}");
        await using SiloProcess killed = await SiloProcess.StartAsync(first, "--config.file", configuration);
        await using SiloProcess other = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);

        await killed.KillAsync();
        await using SiloProcess again = await SiloProcess.StartAsync(first, "--config.file", configuration);

        Assert.Equal(1, await other.WaitForExitAsync(EndLimit));
        Assert.Contains("[4005]", other.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("FATAL EXCEPTION", other.Log, StringComparison.Ordinal);
    }
}
