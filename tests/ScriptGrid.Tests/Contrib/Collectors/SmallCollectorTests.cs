namespace ScriptGrid.Tests.Contrib.Collectors;

public sealed class SmallCollectorTests
{
    [Theory]
    [OnEachServer]
    public async Task Slowlog_WithoutSlowCommands_GivesZeros(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("CONFIG", "SET", "slowlog-log-slower-than", "-1");
        await server.CommandAsync("SLOWLOG", "RESET");

        Assert.Equal(
            ["redis_slowlog_length 0", "redis_slowlog_last_id 0", "redis_last_slow_execution_duration_seconds 0e-6"],
            await server.RowsAsync("slowlog"));
    }

    [Fact]
    public async Task Slowlog_SlowCommands_TellsOfTheLatest()
    {
        await using ContribServer server = await ContribServer.StartRealAsync();
        await server.CommandAsync("CONFIG", "SET", "slowlog-log-slower-than", "0");
        await server.CommandAsync("EVAL", "for i = 1, 10000 do end", "0"); // A GET may take less than a microsecond.
        await server.CommandAsync("CONFIG", "SET", "slowlog-log-slower-than", "-1");

        string[] rows = await server.RowsAsync("slowlog");

        long length = (long)(await server.CommandAsync("SLOWLOG", "LEN"))!;
        Assert.InRange(length, 2, 10);
        Assert.Equal([$"redis_slowlog_length {length}", $"redis_slowlog_last_id {length - 1}"], rows[..2]);
        Assert.Matches("^redis_last_slow_execution_duration_seconds [1-9][0-9]*e-6$", rows[2]);
    }

    [Theory]
    [OnEachServer("cluster")]
    [OnEachServer("replication")]
    [OnEachServer("keys")]
    [OnEachServer("streams")]
    public async Task EachCollector_WithNothingToTell_GivesNoRows(string name, string collector)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Empty(await server.RowsAsync(collector));
    }

    [Fact]
    public async Task Cluster_NodeWithSlots_CountsThem()
    {
        await using ContribServer server = await ContribServer.StartRealAsync("cluster-enabled yes");
        await server.CommandAsync("CLUSTER", "ADDSLOTSRANGE", "0", "5", "8", "8", "100", "16383");

        string[] rows = await server.RowsAsync("cluster");

        Assert.Contains("redis_cluster_node_slots 16291", rows);
        Assert.Contains("redis_cluster_slots_assigned 16291", rows);
        Assert.Contains("redis_cluster_state 0", rows);
        Assert.Contains("redis_cluster_known_nodes 1", rows);
        Assert.Contains("redis_cluster_failed_nodes 0", rows);
        Assert.Contains("redis_db_keys db0 0", await server.SeriesAsync("info"));
        Assert.DoesNotContain("redis_db_keys db1 0", await server.SeriesAsync("info"));
    }

    [Fact]
    public async Task Replication_ReplicaOnline_GivesItsLag()
    {
        await using ContribServer master = await ContribServer.StartRealAsync("repl-diskless-sync-delay 0");
        await using ContribServer replica = await ContribServer.StartRealAsync($"replicaof 127.0.0.1 {master.Port}");
        await master.CommandAsync("WAIT", "1", "0");

        string[] rows = await master.RowsAsync("replication");

        Assert.Equal($"redis_replica_online 127.0.0.1:{replica.Port} 1", rows[0]);
        Assert.StartsWith($"redis_replica_lag_bytes 127.0.0.1:{replica.Port} ", rows[1], StringComparison.Ordinal);
        Assert.StartsWith($"redis_replica_lag_seconds 127.0.0.1:{replica.Port} ", rows[2], StringComparison.Ordinal);
        Assert.Empty(await replica.RowsAsync("replication"));
    }
}
