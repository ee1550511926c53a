using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Testing;

public sealed class PrometheusProcessTests
{
    [Fact]
    public async Task WaitForAsync_UnreachableAddress_IsSeenAsDown()
    {
        string address = $"127.0.0.1:{FreePort.Find()}";
        await using PrometheusProcess prometheus = await PrometheusProcess.StartAsync(address);

        IReadOnlyList<PrometheusSample> up = await prometheus.WaitForAsync("up", static samples => samples.Count == 1, TimeSpan.FromSeconds(20));

        Assert.Equal(address, up[0].Labels["instance"]);
        Assert.Equal(0, up[0].Value);
    }
}
