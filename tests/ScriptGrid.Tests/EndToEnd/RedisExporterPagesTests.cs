using ScriptGrid.Testing;
using ScriptGrid.Tests.Contrib.Collectors;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>The pages of redis_exporter and of ScriptGrid's collectors, of the same servers.</summary>
public sealed class RedisExporterPagesTests : IDisposable
{
    private const string Configuration = """
        global:
          interval: 1d
          collectors:
            - info
            - slowlog
            - cluster
            - {name: keys, args: ["mail:*", number, text, "count=mail:*"]}
            - {name: streams, args: ["orders*"]}
            - {name: key_groups, args: ["^(mail):"]}
        """;

    /// <summary>Families whose values differ from one moment, or from one client, to the next.</summary>
    private static readonly string[] Moving =
    [
        "redis_active_", "redis_allocator_", "redis_blocked_", "redis_client", "redis_commands_", "redis_connected_clients", "redis_connected_slave_lag",
        "redis_connected_slave_offset", "redis_connections_", "redis_cpu_", "redis_db_avg_ttl_", "redis_errors_", "redis_expire", "redis_eventloop", "redis_instantaneous_", "redis_keyspace_",
        "redis_last_key_groups", "redis_latency_", "redis_lazyfree", "redis_master_last_io", "redis_master_repl_offset", "redis_mem_", "redis_memory_used_",
        "redis_net_", "redis_number_of_cached_scripts", "redis_repl_backlog_", "redis_reply_", "redis_slave_repl_offset", "redis_start_time_seconds", "redis_stream_group_consumer_idle_",
        "redis_total_", "redis_uptime_",
    ];

    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Collectors_MasterAndReplica_GiveWhatRedisExporterGives()
    {
        await using RedisServerProcess master = await RedisServerProcess.StartAsync("repl-diskless-sync-delay 0", "slowlog-log-slower-than -1");
        await using RedisServerProcess replica = await RedisServerProcess.StartAsync($"replicaof 127.0.0.1 {master.Port}", "slowlog-log-slower-than -1");
        await FillAsync(master);
        await using ChildProcess exporter = await StartExporterAsync(out string address);
        using var peer = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        string file = _files.Write("scriptgrid.yml", Configuration);
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--config.file", file, "--target", $"redis://{master.Address},redis://{replica.Address}");
        await serve.WaitForAsync("""filename="key_groups"} 1""");

        Compare("master", await peer.GetStringAsync($"/scrape?target=redis://{master.Address}"), await serve.GetAsync($"/scrape?target={master.Address}"));
        Compare("replica", await peer.GetStringAsync($"/scrape?target=redis://{replica.Address}"), await serve.GetAsync($"/scrape?target={replica.Address}"));
    }

    [Fact]
    public async Task IsCluster_OneSeed_CountsTheKeysOfEachMasterOnce()
    {
        await using RedisClusterProcesses cluster = await RedisClusterProcesses.StartAsync(masters: 3, "requirepass pw", "masterauth pw");
        string password = _files.Write("password", "pw");

        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--compat.redis-exporter", "--is-cluster", "--redis.addr", $"redis://{cluster.Nodes[0].Address}", "--password-file", password,
            "--count-keys", "mail:*", "--interval", "200ms");

        string page = await serve.WaitForAsync(
        [
            .. cluster.Nodes.Take(3).Select(static node => $"redis_keys_count{{target=\"{node.Address}\",db=\"db0\",key=\"mail:*\"}} 0"),
            .. cluster.Nodes.Skip(3).Select(static node => $"redis_up{{target=\"{node.Address}\"}} 1"),
        ]);
        Assert.All(cluster.Nodes.Skip(3), replica => Assert.DoesNotContain($"redis_keys_count{{target=\"{replica.Address}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task IsClusterWithoutMasters_KeyOfAMaster_IsFoundOnItsReplica()
    {
        await using RedisClusterProcesses cluster = await RedisClusterProcesses.StartAsync(masters: 1);
        await cluster.Nodes[0].CommandAsync("RPUSH", "mail:1", "a", "b");

        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--compat.redis-exporter", "--is-cluster", "--redis.addr", $"redis://{cluster.Nodes[0].Address}", "--check-keys", "mail:*",
            "--skip-checkkeys-for-role-master", "--interval", "200ms");

        string page = await serve.WaitForAsync($"redis_key_size{{target=\"{cluster.Nodes[1].Address}\",db=\"db0\",key=\"mail:1\"}} 2");
        Assert.DoesNotContain($"redis_key_size{{target=\"{cluster.Nodes[0].Address}\"", page, StringComparison.Ordinal);
    }

    /// <summary>Each family that redis_exporter has, with its type and its series, and its values where they stand still.</summary>
    private static void Compare(string server, string theirPage, string ourPage)
    {
        var theirs = MetricsText.Parse(theirPage);
        var ours = MetricsText.Parse(ourPage, "target", "master_replid", "valkey_version", "valkey_release_stage");
        Assert.DoesNotContain(ours.Samples, static sample => sample.Key.StartsWith("redis_script_result{", StringComparison.Ordinal) && sample.Value == 0);

        IEnumerable<string> expected = RedisExporterFamily.All.Where(family => family.IsCollected && family.On.Contains(server)).Select(static family => family.Name);
        Assert.DoesNotContain(expected, family => !ours.Types.ContainsKey(family));
        foreach (string family in theirs.Types.Keys.Where(static family => new RedisExporterFamily(family, "", [], []).IsCollected))
        {
            Assert.Equal((server, family, theirs.Types[family]), (server, family, ours.Types.GetValueOrDefault(family)));
            CompareSeries(family, theirs, ours);
        }
    }

    private static void CompareSeries(string family, MetricsText theirs, MetricsText ours)
    {
        foreach ((string series, double value) in theirs.Samples.Where(sample => sample.Key.StartsWith(family, StringComparison.Ordinal)))
        {
            // Databases without keys have no groups.
            if (family == "redis_number_of_distinct_key_groups" && value == 0)
            {
                continue;
            }

            Assert.Contains(series, (IDictionary<string, double>)ours.Samples);
            if (!Moving.Any(moving => series.StartsWith(moving, StringComparison.Ordinal)))
            {
                Assert.Equal((series, value), (series, ours.Samples[series]));
            }
        }
    }

    private static async Task FillAsync(RedisServerProcess master)
    {
        foreach (string command in new[]
        {
            "RPUSH mail:1 a b", "RPUSH mail:2 a", "SET number 1.5", "SET text so", "EXPIRE text 100000", "XADD orders 5-1 field 1", "XADD orders 6-1 field 1",
            "XGROUP CREATE orders billing 0", "XREADGROUP GROUP billing worker COUNT 1 STREAMS orders >",
        })
        {
            await master.CommandAsync(command.Split(' '));
        }

        await Assert.ThrowsAsync<RespException>(() => master.CommandAsync("HGET", "text", "field"));
        await master.CommandAsync("WAIT", "1", "0");
    }

    private static Task<ChildProcess> StartExporterAsync(out string address)
    {
        address = $"127.0.0.1:{FreePort.Find()}";
        return ChildProcess.StartAsync(
            "prometheus-redis-exporter",
            [
                "-web.listen-address", address, "-check-keys", "mail:*", "-check-single-keys", "number,text", "-count-keys", "mail:*",
                "-check-streams", "orders*", "-check-key-groups", "^(mail):",
            ],
            "Providing metrics");
    }
}
