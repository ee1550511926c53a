using System.Net;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Http;

public sealed class MetricsQueryTests : EndpointsFixture
{
    [Theory]
    [InlineData("", MetricsScope.Fleet, 1, 1)]
    [InlineData("?scope=", MetricsScope.Fleet, 1, 1)]
    [InlineData("?scope=fleet", MetricsScope.Fleet, 1, 1)]
    [InlineData("?scope=local", MetricsScope.Local, 1, 1)]
    [InlineData("?scope=rollups", MetricsScope.Rollups, 1, 1)]
    [InlineData("?shard=2&of=3", MetricsScope.Fleet, 2, 3)]
    [InlineData("?scope=local&of=3&shard=3", MetricsScope.Local, 3, 3)]
    public async Task Get_KnownValues_SelectsThem(string query, MetricsScope scope, int shard, int of)
    {
        using HttpResponseMessage response = await SendAsync("GET", "/metrics" + query);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(new MetricsSelection(scope, new Shard(shard, of)), Fleet.Selection);
    }

    [Theory]
    [InlineData("?scope=all")]
    [InlineData("?scope=Local")]
    [InlineData("?scope=local&scope=fleet")]
    [InlineData("?shard=1")]
    [InlineData("?of=2")]
    [InlineData("?shard=0&of=2")]
    [InlineData("?shard=3&of=2")]
    [InlineData("?shard=-1&of=2")]
    [InlineData("?shard=1/2&of=2")]
    [InlineData("?shard=1&of=99999999999")]
    public async Task Get_UnknownValues_Is400WithOneLine(string query)
    {
        using HttpResponseMessage response = await SendAsync("GET", "/metrics" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Single((await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n'));
        Assert.Null(Fleet.Selection);
    }

    [Theory]
    [InlineData("?scope=local", true)]
    [InlineData("?scope=rollups", false)]
    [InlineData("?shard=1&of=2", true)]
    [InlineData("?shard=2&of=2", false)]
    public async Task Get_Part_HasTheProcessOnOnePageOnly(string query, bool isThere)
    {
        using HttpResponseMessage response = await SendAsync("GET", "/metrics" + query);

        string page = await response.Content.ReadAsStringAsync();
        Assert.Equal(isThere, page.Contains("scrapes_total 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_ScrapeTimeout_IsPassedOn()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/metrics", "X-Prometheus-Scrape-Timeout-Seconds: 10");

        Assert.Equal(TimeSpan.FromSeconds(9.5), Fleet.Selection?.Timeout);
    }
}
