using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>A real Prometheus that scrapes a real collector of real servers.</summary>
public sealed class PrometheusTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Scrape_ThreeServersOfWhichOneRestarts_ShowsEachStep()
    {
        string one = _files.Write("one.lua", "return {'n', redis.call('GET', 'n') or 0}");
        string two = _files.Write("two.lua", "return 2.5 * 2");
        await using RedisServerProcess a = await RedisServerProcess.StartAsync();
        await using RedisServerProcess b = await RedisServerProcess.StartAsync();
        await using RedisServerProcess c = await RedisServerProcess.StartAsync();
        await b.CommandAsync("SET", "n", "7.5");
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--script", one, "--script", two, "--target", $"{a.Address},{b.Address},{c.Address}", "--interval", "500ms");
        await serve.WaitForAsync(
            [.. new[] { a, b, c }.Select(static server => $$"""redis_script_result{target="{{server.Address}}",filename="two.lua"} 1""")]);

        await using PrometheusProcess prometheus = await PrometheusProcess.StartAsync(serve.Address);
        IReadOnlyList<PrometheusSample> values = await prometheus.WaitForAsync(
            "redis_script_values", static samples => samples.Count == 6, Limit);
        await b.StopAsync();
        IReadOnlyList<PrometheusSample> down = await prometheus.WaitForAsync(
            "redis_up == 0", static samples => samples.Count == 1, Limit);
        IReadOnlyList<PrometheusSample> left = await prometheus.WaitForAsync(
            "redis_script_values", static samples => samples.Count == 4, Limit);
        await b.RestartAsync();
        await prometheus.WaitForAsync("sum(redis_up)", static samples => samples[0].Value == 3, Limit);
        IReadOnlyList<PrometheusSample> back = await prometheus.WaitForAsync(
            "redis_script_values", static samples => samples.Count == 6, Limit);

        Assert.Equal(7.5, Assert.Single(values, sample => IsOf(b, sample)).Value);
        Assert.Equal(b.Address, down[0].Labels["target"]);
        Assert.DoesNotContain(left, sample => IsOf(b, sample));
        Assert.Equal(0, Assert.Single(back, sample => IsOf(b, sample)).Value);

        static bool IsOf(RedisServerProcess server, PrometheusSample sample) =>
            sample.Labels["target"] == server.Address && sample.Labels["filename"] == "one.lua" && sample.Labels["key"] == "n";
    }
}
