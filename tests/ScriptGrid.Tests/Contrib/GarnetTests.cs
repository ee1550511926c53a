using System.Text;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib;

/// <summary>The scripts of contrib on a Garnet, run as ScriptGrid runs them.</summary>
public sealed class GarnetTests
{
    [GarnetFact]
    public async Task Run_ScriptsOfContrib_GiveWhatTheyGiveOnRedis()
    {
        await using GarnetProcess server = await StartAsync();

        string sample = await RunAsync(server, await ScriptAsync("sample_collect_script.lua", "mail:*"));
        string lengths = await RunAsync(server, await ScriptAsync("collect_lists_length_growing.lua", "mail:*"));
        string groups = await RunAsync(server, await ScriptAsync("key_groups.lua"));

        Assert.Equal("lists 2 items 3 longest_list 2 scan_complete 1", sample);
        Assert.Equal("mail:1 1 mail:2 2 scan_complete 1", lengths);
        Assert.Matches("^keys:mail 2 memory_bytes:mail [1-9][0-9]* .*keys:user 1 .*keys_seen 4 keys_seen_ratio 1 scan_complete 1$", groups);
    }

    [GarnetFact]
    public async Task Run_Collectors_GiveWhatGarnetHas()
    {
        await using GarnetProcess server = await StartAsync();

        Assert.Contains("redis_uptime_in_seconds ", await RunAsync(server, Collector(server, "info")), StringComparison.Ordinal);
        Assert.StartsWith("redis_slowlog_length 0 ", await RunAsync(server, Collector(server, "slowlog")), StringComparison.Ordinal);
        Assert.Equal("", await RunAsync(server, Collector(server, "cluster")));
        Assert.Equal("", await RunAsync(server, Collector(server, "replication")));
        Assert.Contains("redis_key_size{db=\"db0\",key=\"mail:2\"} 2", await RunAsync(server, Collector(server, "keys", "mail:*")), StringComparison.Ordinal);
        Assert.Contains("redis_key_group_count{db=\"db0\",key_group=\"mail\"} 2", await RunAsync(server, Collector(server, "key_groups")), StringComparison.Ordinal);
    }

    private static async Task<GarnetProcess> StartAsync()
    {
        GarnetProcess server = await GarnetProcess.StartAsync();
        await using RespClient client = await RespClient.ConnectAsync(server.EndPoint);
        await client.CommandAsync("RPUSH", "mail:1", "a");
        await client.CommandAsync("RPUSH", "mail:2", "a", "b");
        await client.CommandAsync("SET", "user:1", "x");
        await client.CommandAsync("SET", "number", "1.5");
        return server;
    }

    private static async Task<ScriptSpec> ScriptAsync(string file, params string[] arguments) =>
        new() { Name = file, Body = Encoding.UTF8.GetBytes(await ContribServer.ReadAsync(file)), Arguments = [.. arguments] };

    private static ScriptSpec Collector(GarnetProcess server, string name, params string[] arguments)
    {
        var settings = new CommandLineSettings { Settings = [new Setting(Setting.Collect, name, "--collect"), new Setting(Setting.Target, $"redis://{server.EndPoint}", "--target")] };
        return new ConfigurationLoader(settings).Load().Configuration!.Targets[0].Scripts[0] with { Arguments = [.. arguments] };
    }

    private static async Task<string> RunAsync(GarnetProcess server, ScriptSpec script)
    {
        var target = new TargetSpec { Address = TargetAddress.Tcp("127.0.0.1", server.EndPoint.Port, 0), Scripts = [script] };
        var naming = new SeriesNaming("redis", "target", RedisExporterCompatible: false, OmitsTarget: true);
        TrialOutcome outcome = await new ScriptTrial(naming, TimeProvider.System).RunAsync(target, script with { Timeout = TimeSpan.FromSeconds(30) }, CancellationToken.None);
        Assert.Null(outcome.Failure);
        return string.Join(' ', outcome.Values.Select(static value => FormattableString.Invariant($"{value.Key} {value.Value}")));
    }
}
