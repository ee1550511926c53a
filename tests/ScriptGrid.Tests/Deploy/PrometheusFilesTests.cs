using ScriptGrid.Testing;
using ScriptGrid.Tests.Contrib.Prometheus;

namespace ScriptGrid.Tests.Deploy;

public sealed class PrometheusFilesTests
{
    [Fact]
    public async Task CheckConfig_SampleAndItsRules_AreAccepted() => Assert.Contains(
        $"{PrometheusRule.All.Count} rules found",
        await Promtool.AssertAcceptsAsync(Path.Combine(AppContext.BaseDirectory, "deploy", "prometheus.yml")),
        StringComparison.Ordinal);
}
