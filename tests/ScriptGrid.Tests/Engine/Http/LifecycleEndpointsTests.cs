using System.Net;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Http;
using ScriptGrid.Tests.Engine.Exposition.Meters;

namespace ScriptGrid.Tests.Engine.Http;

public sealed class LifecycleEndpointsTests : EndpointsFixture
{
    [Theory]
    [InlineData("GET", "/-/healthy", 200, "ScriptGrid is healthy.\n")]
    [InlineData("HEAD", "/-/healthy", 200, "")]
    [InlineData("GET", "/health", 200, "ScriptGrid is healthy.\n")]
    [InlineData("HEAD", "/health", 200, "")]
    [InlineData("HEAD", "/-/ready", 503, "")]
    [InlineData("HEAD", "/-/reload", 405, "")]
    [InlineData("HEAD", "/", 200, "")]
    [InlineData("HEAD", "/scrape?target=a:1", 200, "")]
    [InlineData("HEAD", "/scrape", 400, "")]
    [InlineData("HEAD", "/nothing", 404, "")]
    [InlineData("DELETE", "/scrape?target=a:1", 405, "405 Method Not Allowed\n")]
    [InlineData("OPTIONS", "/api/v1/targets", 405, "405 Method Not Allowed\n")]
    [InlineData("GET", "/-/ready", 503, "ScriptGrid is not ready: it has only begun.\n")]
    [InlineData("POST", "/-/reload", 200, "The configuration was reloaded.\n")]
    [InlineData("PUT", "/-/reload", 200, "The configuration was reloaded.\n")]
    [InlineData("GET", "/-/reload", 405, "405 Method Not Allowed\n")]
    [InlineData("POST", "/metrics", 405, "405 Method Not Allowed\n")]
    [InlineData("GET", "/favicon.ico", 404, "404 Not Found\n")]
    [InlineData("GET", "/metrics/more", 404, "404 Not Found\n")]
    public async Task Send_Request_IsAnswered(string method, string path, int status, string body)
    {
        using HttpResponseMessage response = await SendAsync(method, path);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Empty(Log.Entries);
    }

    [Theory]
    [InlineData("POST", "/metrics", "GET, HEAD")]
    [InlineData("GET", "/-/reload", "POST, PUT")]
    [InlineData("PATCH", "/health", "GET, HEAD")]
    public async Task Send_OtherMethod_IsToldWhichAreAllowed(string method, string path, string allowed)
    {
        using HttpResponseMessage response = await SendAsync(method, path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site", 403)]
    [InlineData("Sec-Fetch-Site: same-site", 403)]
    [InlineData("Sec-Fetch-Site: same-origin", 200)]
    [InlineData("Sec-Fetch-Site: none", 200)]
    [InlineData("Origin: http://elsewhere", 403)]
    [InlineData("Origin: null", 403)]
    [InlineData("Origin: {own}", 200)]
    public async Task Reload_SentByAPage_IsForPagesOfThisOrigin(string header, int status)
    {
        string own = $"{Client.BaseAddress!.Scheme}://{Client.BaseAddress.Authority}";

        using HttpResponseMessage response = await SendAsync("POST", "/-/reload", header.Replace("{own}", own, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
    }

    [Fact]
    public async Task Ready_AllScriptsRan_Is200()
    {
        Fleet.NotReady = null;

        Assert.Equal("ScriptGrid is ready.\n", await Client.GetStringAsync("/-/ready"));
    }

    [Theory]
    [InlineData(null, "scriptgrid_ready 1\n")]
    [InlineData("it has only begun", "scriptgrid_ready 0\n")]
    public async Task ShowReadiness_Page_TellsWhatTheEndpointAnswers(string? reason, string line)
    {
        using var metrics = new OwnMetrics();
        LifecycleEndpoints.ShowReadiness(metrics, Fleet);
        Fleet.NotReady = reason;

        Assert.EndsWith(line, await OwnPage.ReadAsync(metrics), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_BadConfiguration_Is500WithEveryError()
    {
        Reload = new(["a.yml:1: bad.", "a.yml:2: worse."]);

        using HttpResponseMessage response = await SendAsync("POST", "/-/reload");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("a.yml:1: bad.\na.yml:2: worse.\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task LandingPage_Get_LinksTheRest()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/");

        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        string page = await response.Content.ReadAsStringAsync();
        Assert.All(
            ["href=\"./metrics\"", "href=\"./api/v1/targets\"", "href=\"./-/healthy\"", "href=\"./-/ready\"", "action=\"./scrape\""],
            link => Assert.Contains(link, page, StringComparison.Ordinal));
    }
}
