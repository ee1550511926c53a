using System.Net;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>What is said of parameters that an endpoint does not take.</summary>
public sealed class QueryRulesTests : EndpointsFixture
{
    [Theory]
    [InlineData("GET", "/scrape?target=a:1&scirpt=x.lua", "There is no parameter 'scirpt' at /scrape; did you mean script?")]
    [InlineData("GET", "/scrape?target=a:1&Script=x.lua", "There is no parameter 'Script' at /scrape; did you mean script?")]
    [InlineData("GET", "/scrape?target=a:1&module=x", "There is no parameter 'module' at /scrape; it takes target, script.")]
    [InlineData("GET", "/scrape?target=a:1&target=b:1", "The parameter 'target' is given 2 times; /scrape accepts it once.")]
    [InlineData("GET", "/scrape?target=a:1&script=x&script=x&script=x", "The parameter 'script' is given 3 times; /scrape accepts it once.")]
    [InlineData("GET", "/metrics?target=a:1", "There is no parameter 'target' at /metrics; it takes scope, shard, of.")]
    [InlineData("GET", "/metrics?sahrd=1&of=2", "There is no parameter 'sahrd' at /metrics; did you mean shard?")]
    [InlineData("GET", "/metrics?name%5B%5D=redis_up", "There is no parameter 'name%5B%5D' at /metrics; it takes scope, shard, of.")]
    [InlineData("GET", "/metrics?a%0Ab=1", "There is no parameter 'a%0Ab' at /metrics; it takes scope, shard, of.")]
    [InlineData("GET", "/metrics?scope", "")]
    [InlineData("GET", "/metrics?", "")]
    [InlineData("GET", "/metrics?=1", "There is no parameter '' at /metrics; it takes scope, shard, of.")]
    [InlineData("GET", "/metrics?shard=1&of=2&of=2", "The parameter 'of' is given 2 times; /metrics accepts it once.")]
    [InlineData("GET", "/-/healthy?verbose=1", "There is no parameter 'verbose' at /-/healthy, which takes none.")]
    [InlineData("GET", "/-/ready?verbose", "There is no parameter 'verbose' at /-/ready, which takes none.")]
    [InlineData("GET", "/health?x=1", "There is no parameter 'x' at /health, which takes none.")]
    [InlineData("GET", "/?x=1", "There is no parameter 'x' at /, which takes none.")]
    [InlineData("POST", "/-/reload?dry=1", "There is no parameter 'dry' at /-/reload, which takes none.")]
    public async Task Send_Query_IsRefusedWithOneLineOrTaken(string method, string path, string problem)
    {
        Fleet.NotReady = null;
        using HttpResponseMessage response = await SendAsync(method, path);

        string body = await response.Content.ReadAsStringAsync();
        Assert.Equal(problem.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(problem.Length == 0 || body == problem + "\n", body);
        Assert.True(problem.Length == 0 || (Fleet.Request, Fleet.Selection) == (null, null));
        Assert.Empty(Log.Entries);
    }
}
