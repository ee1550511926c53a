using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>
/// A real Prometheus that scrapes redis_exporter and ScriptGrid, which stands in for it, of the same servers: what redis_exporter's dashboards and alert rules ask for
/// gets no less from the one than from the other.
/// </summary>
public sealed class RedisExporterDashboardsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The job is the scrape's own, and names the two here.</summary>
    private static readonly (string Metric, string[] Labels)[] Asked =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "redis-exporter-dashboards.txt"))
            .Where(static line => !line.StartsWith('#'))
            .Select(static line => line.Split(' '))
            .Select(static words => (words[0], words[1..].Where(static label => label != "job").Append("instance").Distinct().ToArray())),
    ];

    [Fact]
    public async Task Compatibility_WhatDashboardsAndAlertsAskFor_IsThereWhereRedisExporterHasIt()
    {
        await using RedisServerProcess master = await RedisServerProcess.StartAsync("repl-diskless-sync-delay 0");
        await using RedisServerProcess replica = await RedisServerProcess.StartAsync($"replicaof 127.0.0.1 {master.Port}");
        await using RedisServerProcess node = await RedisServerProcess.StartAsync("cluster-enabled yes");
        await master.CommandAsync("SET", "mail:1", "a", "EX", "100000");
        string[] servers = [master.Address, replica.Address, node.Address];
        string exporterAddress = $"127.0.0.1:{FreePort.Find()}";
        await using ChildProcess exporter = await ChildProcess.StartAsync(
            "prometheus-redis-exporter", ["-web.listen-address", exporterAddress, "-include-system-metrics"], "Providing metrics");
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--compat.redis-exporter", "--target.label", "instance", "--interval", "1s", "--target", string.Join(',', servers));
        await using PrometheusProcess prometheus = await PrometheusProcess.StartWithAsync(Configuration(exporterAddress, serve.Address, servers));

        Assert.NotEmpty(Asked);
        using var expired = new CancellationTokenSource(Limit);
        foreach ((string metric, string[] labels) in Asked)
        {
            while (await LackOfAsync(prometheus, metric, labels) is { } lack)
            {
                Assert.False(expired.IsCancellationRequested, $"{lack}\n{serve.Log}");
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>The rights are those that redis_exporter's guide asks for.</summary>
    [Fact]
    public async Task Compatibility_UserOfRedisExporter_MayCollectThePage()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(
            "user exporter on >secret ~* resetchannels -@all +@connection +client +memory +strlen +config|get +xinfo +pfcount +zcard +type +xlen +scard +llen +hlen +get +eval +slowlog "
            + "+cluster|info +cluster|slots +cluster|nodes +info +latency +scan");
        await server.CommandAsync("RPUSH", "mail", "a");

        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--compat.redis-exporter", "--redis.addr", $"redis://{server.Address}", "--redis.user", "exporter", "--redis.password", "secret", "--check-single-keys", "mail");

        await serve.WaitForAsync("redis_connected_clients ", "redis_slowlog_length ", """redis_key_size{db="db0",key="mail"} 1""", """redis_script_result{filename="cluster"} 2""");
        Assert.Contains("\nredis_connected_clients ", await serve.GetAsync($"/scrape?target=redis://{server.Address}"), StringComparison.Ordinal);
    }

    /// <summary>What redis_exporter has and ScriptGrid has not, or that redis_exporter has nothing yet; null where all is well.</summary>
    private static async Task<string?> LackOfAsync(PrometheusProcess prometheus, string metric, string[] labels)
    {
        string[] theirs = await SeriesAsync("theirs"), ours = await SeriesAsync("ours");
        return theirs.Length == 0 ? $"redis_exporter has no {metric}" : theirs.Except(ours).FirstOrDefault() is { } lack ? $"{metric} lacks {lack}" : null;

        async Task<string[]> SeriesAsync(string job) =>
        [
            .. (await prometheus.QueryAsync($"{metric}{{job=\"{job}\"}}"))
                .Select(sample => string.Join(',', labels.Select(label => $"{label}={sample.Labels.GetValueOrDefault(label)}"))),
        ];
    }

    private static string Configuration(string exporter, string serve, string[] servers) => $$"""
        global: {scrape_interval: 2s, scrape_timeout: 2s}
        scrape_configs:
          - job_name: theirs
            metrics_path: /scrape
            static_configs:
              - targets: [{{string.Join(", ", servers.Select(static server => $"'{server}'"))}}]
            relabel_configs:
              - {source_labels: [__address__], target_label: __param_target, replacement: "redis://$1"}
              - {source_labels: [__address__], target_label: instance}
              - {target_label: __address__, replacement: "{{exporter}}"}
          - job_name: ours
            honor_labels: true
            static_configs:
              - targets: ['{{serve}}']
        """;
}
