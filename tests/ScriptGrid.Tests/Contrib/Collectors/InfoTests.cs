namespace ScriptGrid.Tests.Contrib.Collectors;

public sealed class InfoTests
{
    [Theory]
    [OnEachServer]
    public async Task Run_SomeKeys_CountsThemInEachDatabase(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddListsAsync("list:", 3);
        await server.CommandAsync("EXPIRE", "list:1", "1000");

        string[] rows = await server.SeriesAsync("info");

        Assert.Contains("redis_db_keys db0 3", rows);
        Assert.Contains("redis_db_keys_expiring db0 1", rows);
        Assert.Contains("redis_db_keys db15 0", rows);
        Assert.Single(rows, static row => row.StartsWith("redis_instance_info master ", StringComparison.Ordinal));
        Assert.Single(rows, static row => row.StartsWith("redis_memory_used_bytes ", StringComparison.Ordinal));
        Assert.Equal(rows.Select(Series).Distinct(), rows.Select(Series));
    }

    [Fact]
    public async Task Run_NumberOfDatabases_ListsThatMany()
    {
        await using ContribServer server = await ContribServer.StartRealAsync();

        string[] rows = await server.SeriesAsync("info", "2");

        Assert.Equal(
            ["redis_db_keys db0 0", "redis_db_keys db1 0"], rows.Where(static row => row.StartsWith("redis_db_keys ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_CommandsAndErrors_AreCountedByCommandAndKind()
    {
        await using ContribServer server = await ContribServer.StartRealAsync();
        await server.CommandAsync("CONFIG", "RESETSTAT");
        await server.CommandAsync("SET", "a", "1");
        await server.CommandAsync("SET", "b", "1");
        await Assert.ThrowsAsync<ScriptGrid.Testing.RespException>(() => server.CommandAsync("HGET", "a", "f"));

        string[] rows = await server.SeriesAsync("info");

        Assert.Contains("redis_commands_total set 2", rows);
        Assert.Contains("redis_commands_failed_calls_total hget 1", rows);
        Assert.Contains("redis_errors_total WRONGTYPE 1", rows);
        Assert.Contains("redis_latency_percentiles_usec_count set 2", rows);
        Assert.Equal(3, rows.Count(static row => row.StartsWith("redis_latency_percentiles_usec set ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_MorePercentilesThanUsual_AllAreQuantiles()
    {
        await using ContribServer server = await ContribServer.StartRealAsync("latency-tracking-info-percentiles 1 5 10 25 50 75 90 95 99 99.9 100");
        await server.CommandAsync("SET", "a", "1");

        string[] rows = await server.SeriesAsync("info");

        Assert.Equal(
            ["1", "5", "10", "25", "50", "75", "90", "95", "99", "99.9", "100"],
            rows.Where(static row => row.StartsWith("redis_latency_percentiles_usec set ", StringComparison.Ordinal)).Select(static row => row.Split(' ')[2]));
    }

    [Fact]
    public async Task Run_MasterAndReplica_TellOfEachOther()
    {
        await using ContribServer master = await ContribServer.StartRealAsync("repl-diskless-sync-delay 0");
        await using ContribServer replica = await ContribServer.StartRealAsync($"replicaof 127.0.0.1 {master.Port}");
        await master.CommandAsync("WAIT", "1", "0");

        string[] ofReplica = await replica.SeriesAsync("info");
        string[] ofMaster = await master.SeriesAsync("info");

        Assert.Contains($"redis_slave_info 127.0.0.1 {master.Port} 1 1", ofReplica);
        Assert.Contains($"redis_master_link_up 127.0.0.1 {master.Port} 1", ofReplica);
        Assert.Contains(ofReplica, row => row.StartsWith($"redis_slave_repl_offset 127.0.0.1 {master.Port} ", StringComparison.Ordinal));
        Assert.Contains(ofMaster, row => row.StartsWith($"redis_connected_slave_offset_bytes 127.0.0.1 {replica.Port} online ", StringComparison.Ordinal));
        Assert.Contains(ofMaster, row => row.StartsWith($"redis_connected_slave_lag_seconds 127.0.0.1 {replica.Port} online ", StringComparison.Ordinal));
    }

    private static string Series(string row) => row[..row.LastIndexOf(' ')];
}
