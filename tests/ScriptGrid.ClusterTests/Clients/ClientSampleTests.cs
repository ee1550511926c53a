using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Clients;

/// <summary>The sample in the documentation, run as its reader would.</summary>
public sealed class ClientSampleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string Sample = typeof(ClientSampleTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static metadata => metadata.Key == "ClientSample").Value!;

    [Fact]
    public async Task Sample_AgainstARealSilo_ShowsAllOfTheClientApi()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "patterns", "filter_by_threshold.lua");
        string values = $"{{file: \"{file}\", keys: [sizes], args: [\"1\"], aggregate: [sum, max]}}";
        await using ClientCluster cluster = await ClientCluster.StartAsync([
            values,
            .. new[] { "lock_acquire", "lock_release", "rate_limit_fixed_window", "get_or_set", "compare_and_set" }.Select(ClientCluster.Pattern),
        ]);
        await cluster.Server.CommandAsync("ZADD", "sizes", "7", "mail");
        await WaitForRollupAsync(cluster);

        (int exitCode, string output) = await RunAsync(cluster.Gateway, cluster.SecretFile, cluster.Server.Address);

        Assert.True(exitCode == 0, output + cluster.Log);
        Assert.Contains("lock: held, the work is done\nlock: released\n", output, StringComparison.Ordinal);
        Assert.Contains("rate limit: call 2 may pass, 0 more may\nrate limit: call 3 may not pass for ", output, StringComparison.Ordinal);
        Assert.Contains("compare-and-set: \"red\" to green: True, \"red\" to blue: False\n", output, StringComparison.Ordinal);
        Assert.Contains($"snapshot: {cluster.Server.Address} Up at 127.0.0.1:", output, StringComparison.Ordinal);
        Assert.Contains("fleet: 1 of 1 targets are up, collected by 1 silos\n", output, StringComparison.Ordinal);
        Assert.Contains("rollup: filter_by_threshold.lua mail sum 7 max 7 over 1 targets\n", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split('\n').Count(line => line.StartsWith($"watch: {cluster.Server.Address} Up", StringComparison.Ordinal)));
    }

    private static async Task WaitForRollupAsync(ClientCluster cluster)
    {
        using var expired = new CancellationTokenSource(Limit);
        while ((await cluster.Grid.Fleet.GetRollupsAsync()).IsEmpty || (await cluster.Grid.Fleet.GetStateAsync()).Up == 0)
        {
            Assert.False(expired.IsCancellationRequested, $"No rollup came\n{cluster.Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => Programs.RunAsync(new ProcessStartInfo(Sample, arguments)
    {
        Environment = { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")) },
    });
}
