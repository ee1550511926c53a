using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using ScriptGrid.Engine.Otlp;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Otlp;

/// <summary>Pages as OTLP has them, held against what OpenTelemetry's SDK sends of the same.</summary>
public sealed class MetricsRequestTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Page =
        """
        # HELP runs_total Runs of \\ and \n lines.
        # TYPE runs_total counter
        runs_total{result="ok",path="a\\b\"c\nd"} 3
        runs_total{result="failed"} 0
        # HELP level A level.
        # TYPE level gauge
        level 1.5
        # TYPE scriptgrid_lag histogram
        scriptgrid_lag_bucket{shard="1",le="0.1"} 1
        scriptgrid_lag_bucket{shard="1",le="1.0"} 3
        scriptgrid_lag_bucket{shard="1",le="+Inf"} 4
        scriptgrid_lag_sum{shard="1"} 5.5
        scriptgrid_lag_count{shard="1"} 4
        # TYPE size summary
        size{quantile="0.5"} 7
        size_sum 21
        size_count 3
        # TYPE empty gauge

        """;

    [Fact]
    public void Write_FamiliesOfAPage_HaveTheirTypesValuesAndTimes()
    {
        OtlpMetric[] metrics = [.. Write(Page)];

        Assert.Equal(["runs_total sum", "runs_total sum", "level gauge", "scriptgrid_lag histogram", "size summary"], metrics.Select(static metric => $"{metric.Name} {metric.Kind}"));
        Assert.Equal((3, true, true), (metrics[0].Value, metrics[0].IsCumulative, metrics[0].IsMonotonic));
        Assert.Equal(new Dictionary<string, string> { ["result"] = "ok", ["path"] = "a\\b\"c\nd" }, metrics[0].Attributes);
        Assert.Equal(((ulong)Start.ToUnixTimeSeconds() * 1_000_000_000, (ulong)Start.AddMinutes(1).ToUnixTimeSeconds() * 1_000_000_000), (metrics[0].Point.Number(2), metrics[0].Point.Number(3)));
        Assert.Equal((1.5, 0UL), (metrics[2].Value, metrics[2].Point.Number(2)));
        OtlpMessage lag = metrics[3].Point;
        Assert.Equal((4UL, 5.5), (lag.Number(4), lag.Double(5)));
        Assert.Equal([1UL, 2, 1], lag.Eights(6));
        Assert.Equal([0.1, 1.0], lag.Eights(7).Select(BitConverter.UInt64BitsToDouble));
        Assert.Equal(new Dictionary<string, string> { ["shard"] = "1" }, metrics[3].Attributes);
        Assert.True(metrics[3].IsCumulative);
        Assert.Equal((3UL, 21.0, 0.5, 7.0), (metrics[4].Point.Number(4), metrics[4].Point.Double(5), metrics[4].Point.One(6).Double(1), metrics[4].Point.One(6).Double(2)));
        Assert.All(metrics, static metric => Assert.Equal("me", metric.Resource["service.name"]));
    }

    /// <summary>They sum what servers counted before this process was there, and fall when a target goes.</summary>
    [Fact]
    public void Write_DistributionThatIsRolledUp_HasNoStart()
    {
        OtlpMetric[] metrics = [.. Write(Page + "# TYPE lag histogram\nlag_bucket{le=\"+Inf\"} 4\nlag_sum 5\nlag_count 4\n")];

        Assert.Equal(["lag 0", "size 0"], metrics.Where(static metric => metric.Name is "lag" or "size").Select(static metric => $"{metric.Name} {metric.Point.Number(2)}").Order(StringComparer.Ordinal));
        Assert.Equal((ulong)Start.ToUnixTimeSeconds() * 1_000_000_000, metrics.Single(static metric => metric.Name == "scriptgrid_lag").Point.Number(2));
    }

    [Fact]
    public void Write_ManySamples_AreSeveralRequests()
    {
        string page = $"# TYPE many gauge\n{string.Join('\n', Enumerable.Range(0, 12_000).Select(static i => $"many{{i=\"{i}\"}} {i}"))}\n";

        ReadOnlyMemory<byte>[] requests = [.. Requests(page)];

        Assert.Equal(3, requests.Length);
        Assert.Equal(Enumerable.Range(0, 12_000).Select(static i => (double)i), requests.SelectMany(static request => OtlpMetric.In(new OtlpMessage(request.ToArray()))).Select(static metric => metric.Value));
        Assert.All(requests, static request => Assert.InRange(request.Length, 1, 1024 * 1024));
    }

    /// <summary>So that writer and reader of these tests are not wrong alike.</summary>
    [Fact]
    public async Task Write_WhatOpenTelemetrySendsToo_IsTheSame()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        using var meter = new Meter("reference");
        using (MeterProvider provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter("reference")
            .AddView("scriptgrid_lag", new ExplicitBucketHistogramConfiguration { Boundaries = [0.1, 1], RecordMinMax = false })
            .AddOtlpExporter(options => (options.Endpoint, options.Protocol) = (new Uri($"http://{receiver.Http}/v1/metrics"), OtlpExportProtocol.HttpProtobuf))
            .Build())
        {
            meter.CreateCounter<double>("runs_total").Add(3, [new("result", "ok")]);
            meter.CreateGauge<double>("level").Record(1.5);
            Histogram<double> lag = meter.CreateHistogram<double>("scriptgrid_lag");
            Array.ForEach([0.05, 0.5, 1.0, 3.95], value => lag.Record(value, [new("shard", "1")]));
        }

        string[] theirs = [.. receiver.Metrics.Select(Describe).Order(StringComparer.Ordinal)];
        string[] ours = [.. Write(Page).Where(static metric => metric.Kind != "summary" && metric.Attributes.GetValueOrDefault("result") != "failed").Select(static metric => metric with { Attributes = metric.Attributes.Where(static pair => pair.Key != "path").ToDictionary() }).Select(Describe).Order(StringComparer.Ordinal)];
        Assert.Equal(theirs, ours);

        static string Describe(OtlpMetric metric) =>
            $"{metric.Name} {metric.Kind} {metric.IsCumulative} {metric.IsMonotonic} {string.Join(',', metric.Attributes)} "
            + (metric.Kind == "histogram"
                ? $"{metric.Point.Number(4)} {metric.Point.Double(5)} [{string.Join(',', metric.Point.Eights(6))}] [{string.Join(',', metric.Point.Eights(7))}]"
                : $"{metric.Value}")
            + $" {metric.Point.Number(2) > 0 || metric.Kind == "gauge"} {metric.Point.Number(3) > 0}";
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Requests(string page) =>
        new MetricsRequest([new("service.name", "me")], Start, Start.AddMinutes(1)).Write(PageFamily.Read(System.Text.Encoding.UTF8.GetBytes(page)));

    private static IEnumerable<OtlpMetric> Write(string page) => Requests(page).SelectMany(static request => OtlpMetric.In(new OtlpMessage(request.ToArray())));
}
