using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Deploy;

public sealed class PrometheusFilesTests
{
    [Fact]
    public async Task CheckConfig_SampleAndItsRules_AreAccepted() => Assert.Contains(
        "7 rules found",
        await Promtool.AssertAcceptsAsync(Path.Combine(AppContext.BaseDirectory, "deploy", "prometheus.yml")),
        StringComparison.Ordinal);
}
