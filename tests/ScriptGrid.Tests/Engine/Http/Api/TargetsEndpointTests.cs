using System.Net;
using System.Text.Json;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Http.Api;

public sealed class TargetsEndpointTests : EndpointsFixture
{
    private const string Path = "/api/v1/targets";

    private static readonly ScriptStatus New = new("new.lua", null, TimeSpan.Zero, null, null, null, 0);
    private static readonly ScriptStatus Failing = new(
        "bad.lua",
        ScriptResult.Failed,
        TimeSpan.FromMilliseconds(1.25),
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        TimeSpan.FromSeconds(15),
        new Failure(FailureReason.Script, "ERR 'x' < \"ü\"\u0007"),
        3);

    private static readonly TargetStatus Collected = new(
        "10.0.0.1:6379", LabelSet.From([new("team", "mail"), new("env", "prod")]), TargetState.Up, "10.1.0.1:11111", [Failing, New]);

    private static readonly TargetStatus Unknown = new("b:1", LabelSet.Empty, TargetState.Unknown, null, []);

    [Fact]
    public async Task Get_NoTargets_IsAnEmptyList()
    {
        using HttpResponseMessage response = await SendAsync("GET", Path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("""{"status":"success","data":{"targets":[]}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_Targets_AreListedWithTheirScripts()
    {
        Fleet.ListTargets = static _ => new[] { Collected, Unknown }.ToAsyncEnumerable();

        string body = await Client.GetStringAsync(Path);

        string[] expected =
        [
            """{"status":"success","data":{"targets":[""",
            """{"target":"10.0.0.1:6379","labels":{"env":"prod","team":"mail"},"state":"up","owner":"10.1.0.1:11111","scripts":[""",
            """{"name":"bad.lua","result":"failed","durationSeconds":0.00125,"lastSuccess":"2026-01-02T03:04:05.678Z","intervalSeconds":15""",
            ""","error":{"reason":"script","message":"ERR 'x' < \"ü\"\u0007"},"errorsTotal":3,"lastRun":null,"nextRun":null},""",
            """{"name":"new.lua","result":null,"durationSeconds":null,"lastSuccess":null,"intervalSeconds":null,"errorsTotal":0,"lastRun":null,"nextRun":null}]},""",
            """{"target":"b:1","labels":{},"state":"unknown","owner":null,"scripts":[]}]}}""",
        ];
        Assert.Equal(string.Concat(expected), body);
    }

    [Theory]
    [InlineData("", "\"targets\":[]")]
    [InlineData("?owner=s:2", "\"targets\":[]")]
    [InlineData("?limit=1", "\"targets\":[],\"total\":0,\"offset\":0")]
    public async Task Get_SiloDoesNotAnswer_SaysWhatIsMissing(string query, string list)
    {
        Fleet.Missing.Add("s:2", 79);

        string body = await Client.GetStringAsync(Path + query);

        Assert.Equal("""{"status":"success","data":{""" + list + ""","missing":{"targets":79,"silos":["s:2"]}}}""", body);
    }

    [Fact]
    public async Task Get_RoleThatRulesAScriptOutAndSeriesLeftOff_AreTold()
    {
        TargetStatus replica = Collected with { Role = ServerRole.Replica, Scripts = [New with { IsSkipped = true }, New with { DroppedSeries = 7 }] };
        Fleet.ListTargets = _ => new[] { replica }.ToAsyncEnumerable();

        string body = await Client.GetStringAsync(Path);

        Assert.Contains(""" "state":"up","role":"replica","owner":"10.1.0.1:11111", """.Trim(), body, StringComparison.Ordinal);
        Assert.Contains(""" "intervalSeconds":null,"skipped":"role","errorsTotal":0 """.Trim(), body, StringComparison.Ordinal);
        Assert.Contains(""" "intervalSeconds":null,"droppedSeries":7,"errorsTotal":0 """.Trim(), body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_FoundTargetThatIsDown_TellsSourceReasonAndRuns()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        TargetStatus down = Unknown with
        {
            State = TargetState.Down,
            Source = "mail/dns",
            Failure = new Failure(FailureReason.Timeout, "no answer within 2 s"),
            Scripts = [New with { LastRun = at, NextRun = at.AddSeconds(15) }],
        };
        Fleet.ListTargets = _ => new[] { down }.ToAsyncEnumerable();

        string body = await Client.GetStringAsync(Path);

        Assert.Contains(
            """ "state":"down","owner":null,"source":"mail/dns","reason":"timeout","message":"no answer within 2 s","scripts":[ """.Trim(), body, StringComparison.Ordinal);
        Assert.Contains(""" "lastRun":"2026-01-02T03:04:05Z","nextRun":"2026-01-02T03:04:20Z"} """.Trim(), body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?state=up", "10.0.0.1:6379")]
    [InlineData("?state=failing", "10.0.0.1:6379")]
    [InlineData("?state=unknown", "b:1")]
    [InlineData("?state=pending", "b:1")]
    [InlineData("?state=ok", "")]
    [InlineData("?script=bad.lua", "10.0.0.1:6379")]
    [InlineData("?label=team:mail", "10.0.0.1:6379")]
    [InlineData("?label=team:ma", "")]
    [InlineData("?owner=10.1.0.1:11111&state=", "10.0.0.1:6379")]
    [InlineData("?source=mail/dns", "")]
    [InlineData("?reason=script", "10.0.0.1:6379")]
    [InlineData("?reason=dns", "")]
    [InlineData("?q=B:", "b:1")]
    [InlineData("?sort=target", "10.0.0.1:6379 b:1")]
    [InlineData("?order=desc", "b:1 10.0.0.1:6379")]
    [InlineData("?sort=errors", "b:1 10.0.0.1:6379")]
    [InlineData("?sort=errors&order=desc", "10.0.0.1:6379 b:1")]
    [InlineData("?sort=state", "10.0.0.1:6379 b:1")]
    [InlineData("?sort=duration&order=desc", "10.0.0.1:6379 b:1")]
    [InlineData("?sort=lastRun", "10.0.0.1:6379 b:1")]
    public async Task Get_Query_ListsWhatItWantsInItsOrder(string query, string expected)
    {
        Fleet.ListTargets = static _ => new[] { Collected, Unknown }.ToAsyncEnumerable();

        using var parsed = JsonDocument.Parse(await Client.GetStringAsync(Path + query));

        JsonElement data = parsed.RootElement.GetProperty("data");
        Assert.Equal(expected, string.Join(' ', data.GetProperty("targets").EnumerateArray().Select(static target => target.GetProperty("target").GetString())));
        Assert.False(data.TryGetProperty("total", out _));
    }

    [Fact]
    public async Task Get_Limit_IsAPageThatTellsHowManyThereAre()
    {
        Fleet.ListTargets = static _ => new[] { Collected, Unknown }.ToAsyncEnumerable();

        Assert.EndsWith("""{"target":"b:1","labels":{},"state":"unknown","owner":null,"scripts":[]}],"total":2,"offset":1}}""", await Client.GetStringAsync(Path + "?limit=1&offset=1"), StringComparison.Ordinal);
        Assert.Equal("""{"status":"success","data":{"targets":[],"total":2,"offset":7}}""", await Client.GetStringAsync(Path + "?limit=1000&offset=7"));
    }

    [Theory]
    [InlineData("?stat=up", "There is no parameter 'stat' at /api/v1/targets; did you mean state?")]
    [InlineData("?state=up&state=down", "The parameter 'state' is given 2 times; /api/v1/targets accepts it once.")]
    [InlineData("?state=well", "The parameter 'state' is one of up, down, unknown, ok, failing, pending.")]
    [InlineData("?label=team", "The parameter 'label' is the name of a label, a colon and its value: label=env:prod.")]
    [InlineData("?sort=size", "The parameter 'sort' is one of target, state, duration, lastRun, nextRun, errors.")]
    [InlineData("?order=up", "The parameter 'order' is asc or desc.")]
    [InlineData("?limit=0", "The parameter 'limit' is a whole number from 1 to 1000.")]
    [InlineData("?limit=1001", "The parameter 'limit' is a whole number from 1 to 1000.")]
    [InlineData("?limit=1e2", "The parameter 'limit' is a whole number from 1 to 1000.")]
    [InlineData("?limit=1&offset=-1", "The parameter 'offset' is a whole number of at least 0, and goes with 'limit'.")]
    [InlineData("?offset=1", "The parameter 'offset' is a whole number of at least 0, and goes with 'limit'.")]
    public async Task Get_SenselessQuery_IsRefusedWithOneLine(string query, string problem)
    {
        using HttpResponseMessage response = await SendAsync("GET", Path + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Equal($$"""{"status":"error","errorType":"bad_data","error":"{{problem}}"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_UnknownReason_NamesThemAll()
    {
        using HttpResponseMessage response = await SendAsync("GET", Path + "?reason=bad");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("'reason' is one of connection, dns, tls,", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ManyTargets_AreSentAsTheyCome()
    {
        var seen = new TaskCompletionSource();
        Fleet.ListTargets = _ => ListAsync(seen.Task);

        using HttpResponseMessage response = await SendAsync("GET", Path);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        byte[] beginning = new byte[32 * 1024];
        await body.ReadExactlyAsync(beginning);
        seen.SetResult();
        using var whole = new MemoryStream();
        whole.Write(beginning);
        await body.CopyToAsync(whole);

        using var parsed = JsonDocument.Parse(whole.ToArray());
        Assert.Equal(2000, parsed.RootElement.GetProperty("data").GetProperty("targets").GetArrayLength());

        static async IAsyncEnumerable<TargetStatus> ListAsync(Task seen)
        {
            for (int i = 0; i < 2000; i++)
            {
                yield return Collected;
                await (i == 1000 ? seen : Task.CompletedTask);
            }
        }
    }

    [Fact]
    public async Task Get_FailsAtOnce_Is500WithOneLine()
    {
        Fleet.ListTargets = static _ => throw new InvalidOperationException("a bug");

        using HttpResponseMessage response = await SendAsync("GET", Path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("The request failed; see the log for the reason.\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Head_Any_HasHeadersOnly()
    {
        Fleet.ListTargets = static _ => throw new InvalidOperationException("HEAD must not list");

        using HttpResponseMessage response = await SendAsync("HEAD", Path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }
}
