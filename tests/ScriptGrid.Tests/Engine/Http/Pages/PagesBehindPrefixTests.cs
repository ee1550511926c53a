using System.Net;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Http.Pages;

/// <summary>The pages below <c>web.route_prefix</c>, where <c>web.external_url</c> says how people reach them.</summary>
public sealed class PagesBehindPrefixTests : EndpointsFixture
{
    public PagesBehindPrefixTests()
        : base(new ScriptGridConfiguration { Web = new WebSettings { RoutePrefix = "/a/grid", ExternalUrl = "https://h/a/grid", TelemetryPath = "/\"m" } })
    {
    }

    [Theory]
    [InlineData("/a/grid/", "./")]
    [InlineData("/a/grid/targets", "./")]
    [InlineData("/a/grid/targets/h:1/2", "../../")]
    public async Task Get_Page_CountsFromThePrefix(string path, string root)
    {
        string page = await Client.GetStringAsync(path);

        Assert.Contains($"data-root=\"{root}\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{root}&quot;m\"", page, StringComparison.Ordinal);
        Assert.Contains("<link rel=\"canonical\" href=\"https://h/a/grid/", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/targets?state=down", "/targets")]
    [InlineData("/targets/127.0.0.1:23011", "/targets/127.0.0.1:23011")]
    [InlineData("/targets/h:1/2?x", null)]
    [InlineData("/scripts/a%252Fb%20%22.lua", "/scripts/a%252Fb%20%22.lua")]
    [InlineData("/scripts/a&b.lua", "/scripts/a&amp;b.lua")]
    public async Task Get_Page_GivesItsOwnUrlAsItsAddress(string path, string? canonical)
    {
        using HttpResponseMessage response = await SendAsync("GET", $"/a/grid{path}");

        string page = await response.Content.ReadAsStringAsync();
        Assert.Equal(canonical is null ? HttpStatusCode.BadRequest : HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(canonical is not null, page.Contains($"<link rel=\"canonical\" href=\"https://h/a/grid{canonical}\">", StringComparison.Ordinal));
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AssetOutsideThePrefix_IsNotFound()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/assets/app.css");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
