using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Collection;

namespace ScriptGrid.Tests.Engine.Http;

public sealed class ScrapeEndpointTests : EndpointsFixture
{
    [Fact]
    public async Task Get_Target_IsItsPageWithoutSelfMetrics()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/scrape?target=redis://a:1");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Equal(["redis_up"], ExpositionPage.Parse(await response.Content.ReadAsStringAsync()).Samples.Keys);
        Assert.Equal(new ScrapeRequest("redis://a:1", null, null, ExpositionFormat.Text), Fleet.Request);
    }

    [Fact]
    public async Task Get_AllThatPrometheusSends_ReachesTheFleet()
    {
        using HttpResponseMessage response = await SendAsync(
            "GET",
            "/scrape?target=a%3A1&script=queues.lua",
            "X-Prometheus-Scrape-Timeout-Seconds: 10",
            "Accept: application/openmetrics-text;version=1.0.0",
            "Accept-Encoding: gzip");

        Assert.Equal(new ScrapeRequest("a:1", "queues.lua", TimeSpan.FromSeconds(9.5), ExpositionFormat.OpenMetrics), Fleet.Request);
        await using var unzipped = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        Assert.Equal(["redis_up"], ExpositionPage.Parse(await reader.ReadToEndAsync(), ExpositionFormat.OpenMetrics).Samples.Keys);
    }

    [Fact]
    public async Task Get_SomebodyListens_IsASpan()
    {
        using var spans = new SpanRecorder("ScriptGrid");

        using HttpResponseMessage response = await SendAsync("GET", "/scrape?target=traced:1&script=queues.lua");

        Activity span = Assert.Single(spans.All, static span => span.GetTagItem("scriptgrid.target") is "traced:1");
        Assert.Equal(("scriptgrid.scrape", "queues.lua", "Done"), (span.OperationName, span.GetTagItem("scriptgrid.script"), span.GetTagItem("scriptgrid.status")));
    }

    /// <summary>Without logins a script that only writes on demand runs, unless a page of another origin may have a browser ask for it.</summary>
    [Theory]
    [InlineData("GET", "curl/8.5.0", "", HttpStatusCode.OK)]
    [InlineData("HEAD", "curl/8.5.0", "", HttpStatusCode.OK)]
    [InlineData("POST", "Mozilla/5.0 (X11; Linux x86_64)", "", HttpStatusCode.OK)]
    [InlineData("GET", "Mozilla/5.0 (X11; Linux x86_64)", "none", HttpStatusCode.OK)]
    [InlineData("GET", "Mozilla/5.0 (X11; Linux x86_64)", "same-origin", HttpStatusCode.OK)]
    [InlineData("GET", "Mozilla/5.0 (X11; Linux x86_64)", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("GET", "Mozilla/5.0 (X11; Linux x86_64)", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("GET", "Mozilla/5.0 (X11; Linux x86_64)", "", HttpStatusCode.Forbidden)]
    [InlineData("HEAD", "Mozilla/5.0 (X11; Linux x86_64)", "", HttpStatusCode.Forbidden)]
    public async Task Send_ScriptThatWritesOnDemand_RunsUnlessABrowserIsMadeToAsk(string method, string agent, string site, HttpStatusCode status)
    {
        ScriptSpec unlock = RunningFleet.OnDemand("unlock", "return 1");
        Fleet.Configuration = Fleet.Configuration with { Scripts = [unlock, unlock with { Name = "look", ReadOnly = ReadOnlyMode.Prefer }] };
        string[] headers = [$"User-Agent: {agent}", .. site.Length > 0 ? [$"Sec-Fetch-Site: {site}"] : Array.Empty<string>()];

        using HttpResponseMessage look = await SendAsync(method, "/scrape?target=a:1&script=look", headers);
        using HttpResponseMessage response = await SendAsync(method, "/scrape?target=a:1&script=unlock", headers);

        Assert.Equal((HttpStatusCode.OK, status), (look.StatusCode, response.StatusCode));
        Assert.Equal(status == HttpStatusCode.OK ? "unlock" : "look", Fleet.Request!.Script);
    }

    [Fact]
    public async Task Get_EmptyScript_IsEveryScript()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/scrape?target=a:1&script=");

        Assert.Null(Fleet.Request!.Script);
    }

    [Theory]
    [InlineData("/scrape")]
    [InlineData("/scrape?target=")]
    [InlineData("/scrape?script=queues.lua")]
    public async Task Get_NoTarget_Is400(string path)
    {
        using HttpResponseMessage response = await SendAsync("GET", path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "The parameter 'target' is missing: /scrape?target=host:port[&script=name].\n", await response.Content.ReadAsStringAsync());
        Assert.Null(Fleet.Request);
    }

    [Theory]
    [InlineData(ScrapeStatus.InvalidTarget, HttpStatusCode.BadRequest)]
    [InlineData(ScrapeStatus.UnknownScript, HttpStatusCode.BadRequest)]
    [InlineData(ScrapeStatus.UnknownTarget, HttpStatusCode.Forbidden)]
    [InlineData(ScrapeStatus.Unavailable, HttpStatusCode.ServiceUnavailable)]
    public async Task Get_Refused_SaysWhy(ScrapeStatus status, HttpStatusCode expected)
    {
        Fleet.Result = new ScrapeResult(status, "No.", default);

        using HttpResponseMessage response = await SendAsync("GET", "/scrape?target=a:1");

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Equal("No.\n", await response.Content.ReadAsStringAsync());
    }
}
