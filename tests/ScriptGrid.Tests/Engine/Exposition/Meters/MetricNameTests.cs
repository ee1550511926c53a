using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Exposition.Meters;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("scriptgrid.targets", null, MetricType.Gauge, "scriptgrid_targets")]
    [InlineData("scriptgrid.collections", "{collection}", MetricType.Counter, "scriptgrid_collections_total")]
    [InlineData("scriptgrid.collections.total", null, MetricType.Counter, "scriptgrid_collections_total")]
    [InlineData("collection.duration", "s", MetricType.Histogram, "collection_duration_seconds")]
    [InlineData("collection.duration_seconds", "s", MetricType.Histogram, "collection_duration_seconds")]
    [InlineData("process.cpu", "s", MetricType.Counter, "process_cpu_seconds_total")]
    [InlineData("cpu_seconds_total", "s", MetricType.Counter, "cpu_seconds_total")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", MetricType.Counter, "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("dotnet.assembly.count", "{assembly}", MetricType.Gauge, "dotnet_assemblies")]
    [InlineData("dotnet.thread_pool.work_item.count", "{work_item}", MetricType.Counter, "dotnet_thread_pool_work_item_count_total")]
    [InlineData("silos.count", null, MetricType.Gauge, "silos")]
    [InlineData("latency.sum", "ms", MetricType.Gauge, "latency_seconds")]
    [InlineData("hit.share", "1", MetricType.Gauge, "hit_share")]
    [InlineData("cpu.use", "%", MetricType.Gauge, "cpu_use_ratio")]
    [InlineData("orleans-messaging-sent--bytes", null, MetricType.Gauge, "orleans_messaging_sent_bytes")]
    [InlineData("requestHTTPCount2Times", null, MetricType.Gauge, "request_httpcount2_times")]
    [InlineData("9.lives", null, MetricType.Gauge, "_9_lives")]
    [InlineData("größe.", null, MetricType.Gauge, "gr_e")]
    public void Of_Instrument_IsAPrometheusName(string instrument, string? unit, MetricType type, string expected) =>
        Assert.Equal(expected, MetricName.Of(instrument, MetricUnit.Parse(unit), type));

    [Theory]
    [InlineData("error.type", "error_type")]
    [InlineData("statusCode", "status_code")]
    [InlineData("__name__", "name")]
    [InlineData("le", "exported_le")]
    [InlineData("", "_")]
    public void Label_Tag_IsAPrometheusName(string tag, string expected) => Assert.Equal(expected, MetricName.Label(tag));
}
