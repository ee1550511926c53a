using System.Net;
using ScriptGrid.Tests.Engine.Http;

namespace ScriptGrid.Tests.Fuzz;

/// <summary>Whatever is asked of an endpoint, it answers, and says in one line what makes no sense.</summary>
public sealed class QueryFuzzTests : EndpointsFixture
{
    private const int Cases = 400;

    private static readonly string[] Paths = ["/metrics", "/scrape", "/api/v1/targets", "/-/ready", "/-/healthy", "/"];

    private static readonly string[] Pieces =
        ["scope", "shard", "of", "target", "script", "=", "&", "fleet", "local", "1", "3", "-1", "99999999999", "127.0.0.1:6379", "redis://", "%00", "%", "%zz", "%c3%b6", "+", ";", "[]", "x", "?"];

    [Fact]
    public async Task Get_AnyQuery_IsAnswered()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            string path = $"{random.GetItems(Paths, 1)[0]}?{Fuzz.Text(random, Pieces, 9)}";

            using HttpResponseMessage response = await SendAsync("GET", path);
            string body = await response.Content.ReadAsStringAsync();

            Assert.True(
                response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.ServiceUnavailable,
                $"Seed {seed}: {path} is {response.StatusCode}: {body}");
            if (response.StatusCode != HttpStatusCode.OK)
            {
                Assert.Single(body.TrimEnd('\n').Split('\n'));
            }
        }

        Assert.Empty(Log.Lines);
    }
}
