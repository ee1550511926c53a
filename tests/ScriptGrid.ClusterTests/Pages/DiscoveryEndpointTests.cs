using System.Net;
using System.Text;
using System.Text.Json;
using ScriptGrid.Cluster.Pages;

namespace ScriptGrid.ClusterTests.Pages;

public sealed class DiscoveryEndpointTests
{
    [Fact]
    public void Render_NoSilos_IsAnEmptyList() => Assert.Equal("[]", Encoding.UTF8.GetString(DiscoveryEndpoint.Render([])));

    [Fact]
    public void Render_SeveralSilos_HasEachAndTheFirstForRollups()
    {
        string json = Encoding.UTF8.GetString(DiscoveryEndpoint.Render([Silo(1, "a:9121"), Silo(2, "b:9121")]));

        Assert.Equal(
            "["
            + """{"targets":["a:9121"],"labels":{"__metrics_path__":"/metrics","__param_scope":"local","scriptgrid_scope":"local"}},"""
            + """{"targets":["b:9121"],"labels":{"__metrics_path__":"/metrics","__param_scope":"local","scriptgrid_scope":"local"}},"""
            + """{"targets":["a:9121"],"labels":{"__metrics_path__":"/metrics","__param_scope":"rollups","scriptgrid_scope":"rollups"}}"""
            + "]",
            json);
    }

    [Fact]
    public void Render_SiloThatDoesNotListenYet_IsLeftOut()
    {
        string json = Encoding.UTF8.GetString(DiscoveryEndpoint.Render([Silo(1, ""), Silo(2, "b:9121")]));

        Assert.Equal(["b:9121", "b:9121"], JsonSerializer.Deserialize<JsonElement[]>(json)!.Select(static group => group.GetProperty("targets")[0].GetString()));
    }

    private static KnownSilo Silo(int host, string httpAddress) =>
        new(SiloAddress.New(IPAddress.Parse($"10.0.0.{host}"), 11111, 1), new SiloCard($"silo{host}", httpAddress, "/metrics"));
}
