using ScriptGrid.Testing;
using ScriptGrid.Tests.Contrib.Prometheus;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Contrib.Grafana;

/// <summary>
/// What a fleet has that dashboards ask for, in small: a master with a replica, a node of a cluster, a server with TLS and a password, one that is down; <c>serve</c> and
/// one silo that collect them with scripts and shipped collectors; and a Prometheus that scrapes both and loads our rules.
/// </summary>
public sealed class GrafanaServers : IAsyncLifetime
{
    private readonly TestFiles _files = new();
    private readonly TestCertificates _certificates = new();
    private readonly Stack<IAsyncDisposable> _started = new();

    internal PrometheusProcess Prometheus { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        RedisServerProcess master = Started(await RedisServerProcess.StartAsync("repl-diskless-sync-delay 0"));
        RedisServerProcess replica = Started(await RedisServerProcess.StartAsync($"replicaof 127.0.0.1 {master.Port}"));
        RedisServerProcess node = Started(await RedisServerProcess.StartAsync("cluster-enabled yes"));
        RedisServerProcess guarded = Started(await RedisServerProcess.StartAsync(_certificates, "requirepass secret"));
        await FillAsync(master);
        RedisServerProcess membership = Started(await RedisServerProcess.StartAsync());
        string configuration = Configuration(membership, master, replica, node, guarded);
        ScriptGridProcess serve = Started(await ScriptGridProcess.ServeAsync("--config.file", configuration));
        ScriptGridProcess silo = Started(await ScriptGridProcess.SiloAsync("--config.file", configuration));
        Prometheus = Started(await PrometheusProcess.StartWithAsync($$"""
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [{{Path.Combine(PrometheusRule.Folder, "scriptgrid.rules.yml")}}]
            scrape_configs:
              - {job_name: scriptgrid, static_configs: [{targets: ["{{serve.Address}}"]}]}
              - {job_name: scriptgrid-silos, static_configs: [{targets: ["{{silo.Address}}"]}]}
            """));
    }

    public async Task DisposeAsync()
    {
        while (_started.TryPop(out IAsyncDisposable? last))
        {
            await last.DisposeAsync();
        }

        _certificates.Dispose();
        _files.Dispose();
    }

    private T Started<T>(T process)
        where T : IAsyncDisposable
    {
        _started.Push(process);
        return process;
    }

    private static async Task FillAsync(RedisServerProcess master)
    {
        await master.CommandAsync("RPUSH", "mail:1", "a", "b");
        await master.CommandAsync("GET", "nothing");
        await master.CommandAsync("XADD", "orders", "*", "n", "1");
        await master.CommandAsync("XGROUP", "CREATE", "orders", "shipping", "0");
        await master.CommandAsync("XADD", "orders", "*", "n", "2");
        await master.CommandAsync("XREADGROUP", "GROUP", "shipping", "one", "COUNT", "1", "STREAMS", "orders", ">");
    }

    private string Configuration(
        RedisServerProcess membership, RedisServerProcess master, RedisServerProcess replica, RedisServerProcess node, RedisServerProcess guarded)
    {
        _files.Write("values.lua", "return {'n', 1, 'm', 2}");
        _files.Write("fails.lua", "error('boom')");
        _files.Write("many.lua", "local reply = {}; for i = 1, 50 do reply[2 * i - 1] = 'k' .. i; reply[2 * i] = i end; return reply");
        _files.Write("summed.lua", "return {'n', 1}");
        _files.Write("targets.yml", $"- targets: ['{node.Address}', '127.0.0.1:{FreePort.Find()}']");
        _files.Write("password", "secret");
        return _files.Write("scriptgrid.yml", $$"""
            global: {interval: 1s, collectors: [info, slowlog, cluster, replication, {name: keys, args: ["mail:1", "count=mail:*"]}, {name: key_groups, args: ["^(%a+)"]}, {name: streams, args: [orders]}]}
            scripts:
              - {file: values.lua, aggregate: [sum, max]}
              - {file: fails.lua}
              - {file: many.lua, max_fleet_series: 10}
              - {file: summed.lua, aggregate: [sum], expose: rollups}
            target_groups:
              - targets: [{{master.Address}}, {{replica.Address}}]
              - {name: found, file_sd: {files: [targets.yml]} }
              - name: guarded
                targets: ["rediss://127.0.0.1:{{guarded.Port}}"]
                password_file: password
                tls: {ca_file: "{{_certificates.CaFile}}" }
            cluster: {membership: redis, connection: "{{membership.Address}}" }
            """);
    }
}
