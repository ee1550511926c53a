using System.Net;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>What <c>/scrape</c> takes in place of redis_exporter's.</summary>
public sealed class RedisExporterParametersTests() : EndpointsFixture(new ScriptGridConfiguration { RedisExporterCompatible = true })
{
    [Theory]
    [InlineData("/scrape?target=a:1&check-keys=db0=x*&count-keys=y*", HttpStatusCode.OK)]
    [InlineData("/scrape?target=a:1&check-single-keys=k&check-streams=s*&check-single-streams=s", HttpStatusCode.OK)]
    [InlineData("/scrape?target=a:1&check-key=x", HttpStatusCode.BadRequest)]
    public async Task Get_ItsParameters_AreTaken(string path, HttpStatusCode expected)
    {
        using HttpResponseMessage response = await SendAsync("GET", path);

        Assert.Equal(expected, response.StatusCode);
    }
}
