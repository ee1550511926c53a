using System.Net;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>What is left where <c>web.scrape</c> is off.</summary>
public sealed class WithoutScrapeTests : EndpointsFixture
{
    public WithoutScrapeTests()
        : base(new ScriptGridConfiguration { Web = new WebSettings { Scrape = false } })
    {
    }

    [Fact]
    public async Task Get_Scrape_IsNotThereNorOnTheLandingPage()
    {
        using HttpResponseMessage scrape = await SendAsync("GET", "/scrape?target=redis://a:1");
        using HttpResponseMessage metrics = await SendAsync("GET", "/metrics");
        string landing = await Client.GetStringAsync("/");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (scrape.StatusCode, metrics.StatusCode));
        Assert.DoesNotContain("/scrape", landing, StringComparison.Ordinal);
    }
}
