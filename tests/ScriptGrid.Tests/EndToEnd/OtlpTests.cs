using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary><c>scriptgrid serve</c> that pushes to a receiver.</summary>
public sealed class OtlpTests : IAsyncLifetime
{
    private static readonly string[] Interval = ["--otlp.interval", "500ms"];

    private readonly TestFiles _files = new();
    private RedisServerProcess _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServerProcess.StartAsync();

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        _files.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Serve_WithAReceiver_PushesWhatItsPagesShowAndSpans(bool isGrpc)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        string headers = _files.Write("headers", "# for the gateway\nauthorization: Bearer of-the-receiver\nx-tenant: mail\n");
        await using ScriptGridProcess serve = await ServeAsync(
            ["--otlp.endpoint", $"http://{(isGrpc ? receiver.Grpc : receiver.Http)}", "--otlp.protocol", isGrpc ? "grpc" : "http/protobuf", "--otlp.headers-file", headers],
            new() { ["OTEL_SERVICE_NAME"] = "redis-metrics", ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment=test" });
        await serve.SendAsync(HttpMethod.Post, "/-/reload");
        await serve.GetAsync($"/scrape?target={_redis.Address}");

        OtlpMetric runs = await WaitForAsync(receiver, static metric => metric is { Name: "scriptgrid_collections_total", Value: > 2 } && metric.Attributes["result"] == "values");
        OtlpMetric rollup = await WaitForAsync(receiver, static metric => metric.Name == "redis_fleet_script_values" && metric.Attributes["agg"] == "sum");
        OtlpMetric lag = await WaitForAsync(receiver, static metric => metric.Name == "scriptgrid_schedule_lag_seconds" && metric.Point.Number(4) > 0);
        await Repeat.UntilAsync(() => Task.FromResult(receiver.Spans.Select(static span => span.Text(5)).ToHashSet()), static names => names.IsSupersetOf(["scriptgrid.reload", "scriptgrid.scrape"]));
        await serve.TerminateAsync();

        Assert.Equal(("sum", true, true), (runs.Kind, runs.IsCumulative, runs.IsMonotonic));
        Assert.Equal(("gauge", 7), (rollup.Kind, rollup.Value));
        Assert.Equal((lag.Point.Number(4), lag.Point.Eights(7).Length + 1), ((ulong)lag.Point.Eights(6).Sum(static count => (long)count), lag.Point.Eights(6).Length));
        Assert.Equal(("redis-metrics", "test"), (runs.Resource["service.name"], runs.Resource["deployment.environment"]));
        Assert.Contains("service.instance.id", runs.Resource.Keys);
        Assert.Contains("service.version", runs.Resource.Keys);
        OtlpMetric[] last = [.. OtlpMetric.In(receiver.Requests.Last(static request => request.Path.Contains("etrics", StringComparison.Ordinal)).Message)];
        Assert.Contains(last, static metric => metric.Name == "process_cpu_seconds_total");
        Assert.Contains(last, static metric => metric.Name == "scriptgrid_otlp_pushes_total" && metric.Attributes["signal"] == "spans" && metric.Attributes["result"] == "done" && metric.Value > 0);
        Assert.DoesNotContain(last, static metric => metric.Name.StartsWith("redis_script", StringComparison.Ordinal) || metric.Name.StartsWith("dotnet", StringComparison.Ordinal));
        Assert.All(receiver.Requests, static request => Assert.Equal(("Bearer of-the-receiver", "mail"), (request.Headers.Authorization.ToString(), request.Headers["x-tenant"].ToString())));
        Assert.DoesNotContain("of-the-receiver", serve.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("[3020]", serve.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_ReceiverThatFailsForAWhile_IsALineAtEachEndAndDisturbsNothing()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        receiver.Status = 503;
        await using ScriptGridProcess serve = await ServeAsync(["--otlp.endpoint", $"http://{receiver.Http}/"], []);

        await serve.WaitForAsync(static page => Pushes(page, "failed") >= 3, "three pushes that failed");
        receiver.Status = 200;
        await serve.WaitForAsync(static page => Pushes(page, "done") >= 2, "two that were taken");

        Assert.Contains("redis_up{target=", await serve.GetAsync(), StringComparison.Ordinal);
        Assert.Single(await LinesAsync(serve, "[3020] "), static line => line.EndsWith("does not accept metrics: it answered 503 ServiceUnavailable; pushing is retried, and collection continues", StringComparison.Ordinal));
        Assert.Single(await LinesAsync(serve, "[3021] "), static line => line.EndsWith("accepts metrics again", StringComparison.Ordinal));
        Assert.All(receiver.Requests, static request => Assert.Equal("/v1/metrics", request.Path));
    }

    [Fact]
    public async Task Serve_NobodyThere_SaysSoAndEndsAtOnce()
    {
        await using ScriptGridProcess serve = await ServeAsync(["--otlp.endpoint", $"http://127.0.0.1:{FreePort.Find()}", "--otlp.protocol", "grpc"], []);

        await serve.WaitForAsync(static page => Pushes(page, "failed") >= 2, "two pushes that failed");

        Assert.Contains("Connection refused", Assert.Single(await LinesAsync(serve, "[3020] ")), StringComparison.Ordinal);
        Assert.Equal(0, await serve.TerminateAsync());
    }

    [Fact]
    public async Task Serve_ReceiverWithTls_IsVerified()
    {
        using var certificates = new TestCertificates();
        using var others = new TestCertificates();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(certificates);

        await using (ScriptGridProcess serve = await ServeWithAsync($"otlp: {{endpoint: 'https://{receiver.Grpc}', protocol: grpc, interval: 500ms, tls: {{ca_file: {certificates.CaFile}}}}}", []))
        {
            await serve.WaitForAsync(static page => Pushes(page, "done") >= 2, "two pushes");
        }

        await using ScriptGridProcess other = await ServeWithAsync($"otlp: {{endpoint: 'https://{receiver.Http}', interval: 500ms, tls: {{ca_file: {others.CaFile}}}}}", []);
        await other.WaitForAsync(static page => Pushes(page, "failed") >= 1, "a push that failed");
        Assert.Contains("certificate", Assert.Single(await LinesAsync(other, "[3020] ")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithoutAReceiver_LoadsNothingOfIt()
    {
        await using ScriptGridProcess serve = await ServeAsync([], []);

        Assert.DoesNotContain("scriptgrid_otlp", await serve.GetAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("OpenTelemetry", File.ReadAllText($"/proc/{serve.Id}/maps"), StringComparison.Ordinal);
    }

    private static double Pushes(string page, string result) => page.Split('\n')
        .Where(line => line.StartsWith($"scriptgrid_otlp_pushes_total{{signal=\"metrics\",result=\"{result}\"}} ", StringComparison.Ordinal))
        .Select(static line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).SingleOrDefault();

    /// <summary>The lines of the log with a text, once there is one: metrics may tell of a push before its line is out.</summary>
    private static Task<string[]> LinesAsync(ScriptGridProcess serve, string text) => Repeat.UntilAsync(
        () => Task.FromResult(serve.Log.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal)).ToArray()), static lines => lines.Length > 0);

    private static Task<OtlpMetric> WaitForAsync(OtlpReceiver receiver, Predicate<OtlpMetric> condition) =>
        Repeat.UntilAsync(() => Task.FromResult(receiver.Metrics.LastOrDefault(metric => condition(metric))!), static metric => metric is not null);

    private Task<ScriptGridProcess> ServeAsync(string[] arguments, Dictionary<string, string> environment)
    {
        bool isPushing = arguments.Contains("--otlp.endpoint");
        return ServeWithAsync("", isPushing ? [.. arguments, .. Interval] : arguments, environment);
    }

    private Task<ScriptGridProcess> ServeWithAsync(string section, string[] arguments, Dictionary<string, string>? environment = null)
    {
        string script = _files.Write("seven.lua", "return {'k', 7}");
        string configuration = _files.Write("scriptgrid.yml", $$"""
            global: {interval: 200ms}
            scripts: [{file: '{{script}}', aggregate: [sum]}]
            target_groups: [{targets: ['{{_redis.Address}}']}]
            {{section}}
            """);
        return ScriptGridProcess.ServeAsync(environment ?? [], ["--config.file", configuration, .. arguments]);
    }
}
