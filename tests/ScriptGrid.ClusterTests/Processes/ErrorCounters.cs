namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Counters that can only come from before: the script failed on some targets, and no longer does.</summary>
internal static class ErrorCounters
{
    private const string Family = "redis_script_errors_total";

    /// <summary>Lets the script fail for a while on some targets; their counters.</summary>
    public static async Task<string[]> MakeAsync(SiloCluster cluster, int count)
    {
        int[] targets = [.. Enumerable.Range(0, count)];
        await Task.WhenAll(targets.Select(target => cluster.Farm.SetFailingAsync(target, true)));
        await cluster.WaitForRunsAsync(2);
        await Task.WhenAll(targets.Select(target => cluster.Farm.SetFailingAsync(target, false)));
        await cluster.WaitForRunsAsync(2);
        string[] counters = await ReadAsync(cluster);
        Assert.Equal(count, counters.Length);
        return counters;
    }

    /// <summary>No counter has started anew. A busy machine may add timeouts, which are none of these.</summary>
    public static async Task AssertKeptAsync(SiloCluster cluster, string[] counters)
    {
        string[] now = await ReadAsync(cluster);
        string[] lost = [.. counters.Except(now, StringComparer.Ordinal)];
        Assert.True(lost.Length == 0, $"{lost.Length} counters were lost:\n{string.Join('\n', lost)}\nof now\n{string.Join('\n', now)}");
    }

    /// <summary>Those that have counted: a counter is there with 0 before anything fails.</summary>
    private static async Task<string[]> ReadAsync(SiloCluster cluster) =>
    [
        .. (await cluster.ScrapeAllAsync()).Of(Family).Where(static sample =>
            sample.Contains("reason=\"script\"", StringComparison.Ordinal) && !sample.EndsWith(" 0", StringComparison.Ordinal)),
    ];
}
