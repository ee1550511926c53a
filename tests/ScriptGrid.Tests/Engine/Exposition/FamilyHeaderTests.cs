using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Exposition;

/// <summary>The lines above a family.</summary>
public sealed class FamilyHeaderTests
{
    [Theory]
    [InlineData(MetricType.Gauge, "depth_bytes", "# HELP depth_bytes Help.\n# TYPE depth_bytes gauge\n# UNIT depth_bytes bytes\n")]
    [InlineData(MetricType.Counter, "waits_seconds_total", "# HELP waits_seconds Help.\n# TYPE waits_seconds counter\n# UNIT waits_seconds seconds\n")]
    [InlineData(MetricType.Counter, "waits", "# HELP waits Help.\n# TYPE waits unknown\n")]
    [InlineData(MetricType.Info, "memory_bytes_info", "# HELP memory_bytes Help.\n# TYPE memory_bytes info\n")] // OpenMetrics 1.0: the unit of an info is empty.
    public void AppendHeader_OpenMetrics_HasTypeAndUnit(MetricType type, string name, string lines)
    {
        var page = new ExpositionBuffer();

        page.AppendHeader(new MetricFamily(name, type, "Help."), ExpositionFormat.OpenMetrics);

        Assert.Equal(lines, Encoding.UTF8.GetString(page.WrittenSpan));
    }
}
