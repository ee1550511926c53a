using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>Metrics that a script declares, from the file to Prometheus.</summary>
public sealed class DeclaredMetricsTests : IDisposable
{
    private const string Mail = """
        -- scriptgrid: gauge mail_queue_length{queue} Messages that wait in each queue.
        -- scriptgrid: counter mail_sent_total{queue,result} Messages sent since the server started.
        -- scriptgrid: histogram mail_age_seconds{queue} How long messages wait.
        -- scriptgrid: summary mail_size_bytes Sizes of messages.
        -- scriptgrid: info mail_worker_info{version,host} What runs there.
        return {
          {'mail_queue_length', 'sms "quoted"', 12}, {'mail_sent_total', 'sms', 'ok', 904}, {'mail_worker_info', '2.1', 'a7'},
          {'mail_age_seconds_bucket', 'sms', '0.5', 3}, {'mail_age_seconds_bucket', 'sms', '+Inf', 5}, {'mail_age_seconds_sum', 'sms', '4.5'},
          {'mail_size_bytes', '0.5', 100}, {'mail_size_bytes_sum', 700}, {'mail_size_bytes_count', 7}, {'plain', 1},
        }
        """;

    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Serve_DeclaredMetrics_AreFamiliesOfTheirOwnForPrometheus()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--script", _files.Write("mail.lua", Mail), "--target", server.Address, "--interval", "200ms");
        string page = await serve.WaitForAsync($$"""mail_queue_length{target="{{server.Address}}",queue="sms \"quoted\""} 12""");

        await Promtool.AssertCleanAsync(page);
        ExpositionPage.Parse(page, ExpositionFormat.Text);
        Assert.Contains("# HELP mail_sent_total Messages sent since the server started.\n# TYPE mail_sent_total counter\n", page, StringComparison.Ordinal);
        Assert.Contains($$"""redis_script_values{target="{{server.Address}}",filename="mail.lua",key="plain"} 1""", page, StringComparison.Ordinal);
        await using PrometheusProcess prometheus = await PrometheusProcess.StartAsync(serve.Address);
        IReadOnlyList<PrometheusSample> samples = await prometheus.WaitForAsync(
            """{__name__=~"mail_.*"}""", static samples => samples.Count == 10, TimeSpan.FromSeconds(30));
        IReadOnlyList<PrometheusSample> half = await prometheus.WaitForAsync(
            "histogram_quantile(0.5, mail_age_seconds_bucket)", static samples => samples.Count == 1, TimeSpan.FromSeconds(30));

        Assert.All(samples, sample => Assert.Equal(server.Address, sample.Labels["target"]));
        Assert.DoesNotContain(samples, static sample => sample.Labels.ContainsKey("filename"));
        Assert.InRange(half[0].Value, 0.3, 0.5);
    }

    [Fact]
    public async Task Reload_DeclarationChanges_IsAnotherFamilyAtOnce()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        string script = _files.Write("a.lua", "-- scriptgrid: gauge mail_a{q} A.\nreturn {{'mail_a', 'x', 1}}");
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync("--script", script, "--target", server.Address, "--interval", "200ms");
        await serve.WaitForAsync($$"""mail_a{target="{{server.Address}}",q="x"} 1""");

        _files.Write("a.lua", "-- scriptgrid: gauge mail_b{q} B.\nreturn {{'mail_b', 'x', 2}}");
        await serve.SendAsync(HttpMethod.Put, "/-/reload");
        string page = await serve.WaitForAsync($$"""mail_b{target="{{server.Address}}",q="x"} 2""");

        Assert.DoesNotContain("mail_a", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DeclaredMetrics_PrintsWhatMetricsWouldAndTellsOfDoubles()
    {
        string script = _files.Write("a.lua", "-- scriptgrid: gauge mail_a{q} A.\nreturn {{'mail_a', 'x', 1}, {'mail_a', 'x', 2}, {'mail_a', 'y', 3}}");
        (int exitCode, string output, string errors) = await ScriptGridProcess.RunAsync("run", "--embedded", "--script", script);
        (_, string json, _) = await ScriptGridProcess.RunAsync("run", "--embedded", "--format", "json", "--script", script);

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("# TYPE mail_a gauge\nmail_a{target=\"embedded\",q=\"x\"} 2\nmail_a{target=\"embedded\",q=\"y\"} 3\n", output, StringComparison.Ordinal);
        Assert.Contains("a.lua: 1 value was overwritten by a later value of the same series", errors, StringComparison.Ordinal);
        Assert.Contains("a.lua on embedded: 2 values in ", errors, StringComparison.Ordinal);
        Assert.Contains("\"mail_a{q=\\\"x\\\"}\": 2", json, StringComparison.Ordinal);
    }
}
