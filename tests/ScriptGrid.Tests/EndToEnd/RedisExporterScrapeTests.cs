using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>Keys that a request to <c>/scrape</c> names, with redis_exporter and with ScriptGrid in its place.</summary>
public sealed class RedisExporterScrapeTests
{
    private const string Question = "check-keys=jobs*&check-single-keys=db0%3Dmail:2&count-keys=mail:*&check-streams=orders*";

    private static readonly string[] Families = ["redis_key_size{", "redis_key_value{", "redis_keys_count{", "redis_stream_length{"];

    [Fact]
    public async Task Scrape_NamesKeys_GivesThemAsRedisExporterDoes()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        foreach (string command in new[] { "RPUSH jobs:1 a b", "RPUSH mail:1 a", "RPUSH mail:2 a b", "SET number 3", "XADD orders 5-1 field 1" })
        {
            await server.CommandAsync(command.Split(' '));
        }

        string address = $"127.0.0.1:{FreePort.Find()}";
        await using ChildProcess exporter = await ChildProcess.StartAsync(
            "prometheus-redis-exporter", ["-web.listen-address", address, "-check-keys", "number"], "Providing metrics");
        using var peer = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--compat.redis-exporter", "--redis.addr", $"redis://{server.Address}", "--check-keys", "number");
        string path = $"/scrape?target=redis://{server.Address}";

        Assert.Equal(Shown(await peer.GetStringAsync($"{path}&{Question}")), Shown(await serve.GetAsync($"{path}&{Question}")));
        Assert.Contains("""redis_key_value{db="db0",key="number"} 3""", Shown(await serve.GetAsync(path)));
        Assert.Equal(Shown(await peer.GetStringAsync(path)), Shown(await serve.GetAsync(path)));
        Assert.Equal((400, "check-keys: \"a=b=c\" has several equals signs; write %3D for one of a key.\n"), await serve.SendAsync(HttpMethod.Get, $"{path}&check-keys=a=b=c"));
    }

    [Fact]
    public async Task Scrape_TargetThatIsNotConfigured_IsAskedForKeysToo()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await server.CommandAsync("RPUSH", "jobs:1", "a", "b");
        using var files = new TestFiles();
        string file = files.Write("scriptgrid.yml", "web: {scrape_any_target: true}\nglobal: {collectors: [slowlog]}\n");
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync("--config.file", file, "--compat.redis-exporter");
        string page = await serve.GetAsync($"/scrape?target=redis://{server.Address}&check-keys=jobs*");

        Assert.Equal(["""redis_key_size{db="db0",key="jobs:1"} 2"""], Shown(page));
    }

    private static string[] Shown(string page) =>
        [.. page.Split('\n').Where(static line => Families.Any(family => line.StartsWith(family, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
}
