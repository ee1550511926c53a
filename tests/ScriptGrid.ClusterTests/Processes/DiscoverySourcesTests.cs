using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that find their targets by a Redis Cluster, by a Sentinel and in a list, through failovers and the loss of a silo.</summary>
public sealed class DiscoverySourcesTests : IAsyncLifetime
{
    private const string Password = "password-of-the-group";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-cluster-");
    private readonly List<SiloProcess> _silos = [];
    private RedisServerProcess _membership = null!;

    public async Task InitializeAsync() => _membership = await RedisServerProcess.StartAsync("appendonly yes");

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_silos.Select(static silo => silo.DisposeAsync().AsTask()));
        await _membership.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Silos_ClusterSentinelAndList_AreFollowedThroughFailoversAndTheLossOfTheSiloThatAsks()
    {
        string[] login = [$"requirepass {Password}", $"masterauth {Password}"];
        await using RedisClusterProcesses orders = await RedisClusterProcesses.StartAsync(3);
        await using RedisServerProcess first = await RedisServerProcess.StartAsync(login);
        await using RedisServerProcess second = await RedisServerProcess.StartAsync([$"replicaof 127.0.0.1 {first.Port}", .. login]);
        await using SentinelProcess sentinel = await SentinelProcess.StartAsync(first, quorum: 1, Password);
        await using RedisServerProcess listed = await RedisServerProcess.StartAsync();
        string configuration = Write("scriptgrid.yml", Configuration(orders.Nodes[0], sentinel, listed));
        _silos.AddRange(await Task.WhenAll(SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration), SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration)));

        await WaitForAsync(
        [
            .. orders.Nodes.Select(static (node, i) => Value(node, i < 3 ? "master" : "replica")), Value(first, "master"), Value(second, "replica"), Value(listed, "listed"),
        ]);
        await RedisClusterProcesses.FailOverAsync(orders.Nodes[3]);
        await WaitForAsync(Value(orders.Nodes[3], "master"), Value(orders.Nodes[0], "replica"));

        SiloProcess asking = _silos.Single(static silo => silo.Log.Contains("asks the source of group mail (sentinel)", StringComparison.Ordinal));
        await asking.KillAsync();
        await first.StopAsync();
        await WaitForAsync(Value(second, "master"), $"redis_up{{target=\"{first.Address}\",role=\"failed\"}} 0", Value(orders.Nodes[3], "master"), Value(listed, "listed"));

        Assert.All(_silos, static silo => Assert.DoesNotContain(Password, silo.Log, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Silos_RecordsOfDnsAndAFileOfCredentials_AreFollowedThroughTheLossOfASilo()
    {
        const string Name = "_redis._tcp.mail.test";
        await using var dns = new DnsResponder();
        await using RedisServerProcess first = await RedisServerProcess.StartAsync("requirepass password-of-first");
        await using RedisServerProcess second = await RedisServerProcess.StartAsync("requirepass password-of-second");
        await using RedisServerProcess third = await RedisServerProcess.StartAsync("requirepass password-of-third");
        dns.SetServices(Name, 1, ("localhost", (ushort)first.Port), ("localhost", (ushort)second.Port));
        Write("a.lua", "return 1");
        Write("credentials.json", Credentials((first, "password-of-first"), (second, "password-of-second")));
        string configuration = Write("scriptgrid.yml", $$"""
            global: {interval: 200ms, timeout: 10s}
            scripts: [{file: a.lua}]
            target_groups:
              - name: mail
                dns: {names: [{{Name}}], type: SRV, servers: ["{{dns.Address}}"], refresh: 200ms}
                credentials_file: credentials.json
                allow: [localhost]
            cluster: {membership: redis, connection: "{{_membership.Address}}", cluster_id: test}
            """);
        _silos.AddRange(await Task.WhenAll(SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration), SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration)));
        await WaitForAsync(Up(first), Up(second));

        // A password that changes, and a server that is new, with one of its own.
        await second.CommandAsync("CONFIG", "SET", "requirepass", "changed-password");
        await second.CommandAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await WaitForAsync(Down(second));
        Write("credentials.json", Credentials((first, "password-of-first"), (second, "changed-password"), (third, "password-of-third")));
        dns.SetServices(Name, 1, ("localhost", (ushort)second.Port), ("localhost", (ushort)third.Port));
        await WaitForAsync(Up(second), Up(third));

        SiloProcess asking = _silos.Single(static silo => silo.Log.Contains("asks the source of group mail (dns)", StringComparison.Ordinal));
        await asking.KillAsync();
        dns.IsSilent = true;
        await WaitForAsync(Up(second), Up(third));
        dns.IsSilent = false;
        dns.SetServices(Name, 1, ("localhost", (ushort)first.Port));
        await WaitForAsync(Up(first));
        Assert.Single((await _silos.Single(static silo => !silo.HasExited).ScrapeAsync("/metrics")).Of("redis_up"));
        Assert.All(_silos, static silo => Assert.DoesNotMatch("password-of|changed-password", silo.Log));

        static string Up(RedisServerProcess server) => $"redis_up{{target=\"localhost:{server.Port}\"}} 1";
        static string Down(RedisServerProcess server) => $"redis_up{{target=\"localhost:{server.Port}\"}} 0";
        static string Credentials(params (RedisServerProcess Server, string Password)[] logins) =>
            $"{{{string.Join(", ", logins.Select(static login => $"\"redis://localhost:{login.Server.Port}\": \"{login.Password}\""))}}}";
    }

    private static string Value(RedisServerProcess server, string role) => $$"""redis_script_values{target="{{server.Address}}",filename="a.lua",role="{{role}}",key="value"} 1""";

    private string Configuration(RedisServerProcess seed, SentinelProcess sentinel, RedisServerProcess listed)
    {
        Write("a.lua", "return 1");
        Write("targets.json", $$"""[{"targets": ["{{listed.Address}}"], "labels": {"role": "listed"} }]""");
        return $$"""
            global: {interval: 200ms, timeout: 10s}
            scripts: [{file: a.lua}]
            target_groups:
              - name: orders
                redis_cluster: {seeds: [{{seed.Address}}], refresh: 200ms}
                relabel: [{source_labels: [__meta_redis_cluster_role], target_label: role}]
              - name: mail
                sentinel:
                  addresses: [{{sentinel.Address}}]
                  password_file: {{Write("sentinel", SentinelProcess.Password)}}
                  refresh: 200ms
                password_file: {{Write("password", Password)}}
                allow: [127.0.0.0/8]
                relabel: [{source_labels: [__meta_sentinel_role], target_label: role}]
              - name: cache
                file_sd: {files: [targets.json], refresh: 200ms}
            cluster: {membership: redis, connection: "{{_membership.Address}}", cluster_id: test}
            """;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Waits until every silo that lives has these samples on its page of the whole fleet.</summary>
    private async Task WaitForAsync(params string[] samples)
    {
        using var expired = new CancellationTokenSource(Limit);
        foreach (SiloProcess silo in _silos.Where(static silo => !silo.HasExited))
        {
            string[] missing;
            while ((missing = await MissingAsync(silo, samples)).Length > 0)
            {
                Assert.False(expired.IsCancellationRequested, $"Never came: {string.Join(", ", missing)}\n{string.Join("\n--\n", _silos.Select(static silo => silo.Log))}");
                await Task.Delay(Pause);
            }
        }
    }

    private static async Task<string[]> MissingAsync(SiloProcess silo, string[] samples)
    {
        ScrapedPage page = await silo.ScrapeAsync("/metrics");
        return [.. samples.Except(page.Samples)];
    }
}
