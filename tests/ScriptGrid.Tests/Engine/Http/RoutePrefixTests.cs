using System.Net;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>Every endpoint below <c>web.route_prefix</c>, and nothing beside it.</summary>
public sealed class RoutePrefixTests : EndpointsFixture
{
    public RoutePrefixTests()
        : base(new ScriptGridConfiguration { Web = new WebSettings { RoutePrefix = "/a/grid" } })
    {
    }

    [Theory]
    [InlineData("/a/grid/metrics", HttpStatusCode.OK)]
    [InlineData("/a/grid/api/v1/targets", HttpStatusCode.OK)]
    [InlineData("/a/grid/-/healthy", HttpStatusCode.OK)]
    [InlineData("/a/grid/scrape", HttpStatusCode.BadRequest)]
    [InlineData("/a/grid/", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.NotFound)]
    [InlineData("/-/healthy", HttpStatusCode.NotFound)]
    [InlineData("/a", HttpStatusCode.NotFound)]
    public async Task Get_PathOfAnEndpoint_IsFoundBelowThePrefixAlone(string path, HttpStatusCode expected)
    {
        using HttpResponseMessage response = await SendAsync("GET", path);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/a/grid")]
    public async Task Get_RootOrPrefixWithoutSlash_IsSentToTheLandingPage(string path)
    {
        using HttpResponseMessage response = await SendAsync("GET", path);

        Assert.Equal((HttpStatusCode.OK, "/a/grid/"), (response.StatusCode, response.RequestMessage!.RequestUri!.AbsolutePath));
    }
}
