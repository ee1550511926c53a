using System.Net;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Http.Api;

public sealed class TargetEndpointTests : EndpointsFixture
{
    private static readonly ScriptStatus Script = new("queues.lua", ScriptResult.Values, TimeSpan.FromMilliseconds(2), null, null, null, 0);
    private static readonly ScriptReport Gave = new(
        "redis_script_result 1\n", [new KeyedValue("redis_script_values{key=\"mail\"}", 2), new KeyedValue("depth", double.PositiveInfinity)], 700);

    [Theory]
    [InlineData("10.0.0.1:6379/2", "10.0.0.1:6379/2")]
    [InlineData("10.0.0.1:6379%2F2", "10.0.0.1:6379/2")]
    [InlineData("REDIS-1", "redis-1:6379")]
    [InlineData("%5B::1%5D:6379", "[::1]:6379")]
    [InlineData("unix:/run/redis.sock", "unix:/run/redis.sock")]
    [InlineData("unix:%2Frun%2fredis.sock/2", "unix:/run/redis.sock/2")]
    [InlineData("unix:/run%2Fa%252Fb.sock/2", "unix:/run/a%2Fb.sock/2")]
    public async Task Get_Identity_IsFoundAsItMayBeWritten(string written, string identity)
    {
        Fleet.Report = static target => TargetAnswer.Of(new TargetReport(new TargetStatus(target, LabelSet.Empty, TargetState.Up, null, []), null, []));

        string body = await Client.GetStringAsync($"/api/v1/targets/{written}");

        Assert.Equal($$$"""{"status":"success","data":{"target":"{{{identity}}}","labels":{},"state":"up","owner":null,"version":null,"scripts":[]}}""", body);
    }

    [Fact]
    public async Task Get_Target_HasWhatItsScriptsGave()
    {
        Fleet.Report = static target => TargetAnswer.Of(new TargetReport(new TargetStatus(target, LabelSet.Empty, TargetState.Up, "s:1", [Script]), "7.2.4", [Gave]));

        string body = await Client.GetStringAsync("/api/v1/targets/a:1");

        string[] expected =
        [
            """{"status":"success","data":{"target":"a:1","labels":{},"state":"up","owner":"s:1","version":"7.2.4","scripts":[{"name":"queues.lua",""",
            """ "result":"values","durationSeconds":0.002,"lastSuccess":null,"intervalSeconds":null,"errorsTotal":0,"lastRun":null,"nextRun":null,""".Trim(),
            """ "values":[{"name":"redis_script_values","labels":{"key":"mail"},"value":2},{"name":"depth","labels":{},"value":"Infinity"}],""".Trim(),
            """ "valuesTotal":700,"lines":"redis_script_result 1\n","history":null}]}} """.Trim(),
        ];
        Assert.Equal(string.Concat(expected), body);
    }

    [Fact]
    public async Task Get_TargetWithHistory_HasItSlotBySlot()
    {
        var trail = new TrailReport(
            new DateTimeOffset(2026, 1, 2, 3, 4, 15, TimeSpan.Zero), [0, 1, 2, 3], [0, 0.002f, 0, 2], [new TrailSeries("depth", [float.NaN, 0.1f, 7, float.PositiveInfinity])]);
        Fleet.Report = target => TargetAnswer.Of(
            new TargetReport(new TargetStatus(target, LabelSet.Empty, TargetState.Up, null, [Script]), null, [new ScriptReport("", [], 0) { Trail = trail }]));

        string body = await Client.GetStringAsync("/api/v1/targets/a:1");

        Assert.EndsWith(
            """ "history":{"step":15,"end":"2026-01-02T03:04:15Z","durations":[null,0.002,0,2],"results":[null,"ok","empty","failed"],"values":[{"name":"depth","points":[null,0.1,7,null]}]}}]}} """.Trim(),
            body,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16777217, "16777217", "16777216")]
    [InlineData(1795982982.921, "1795982982.921", "1795983000")]
    [InlineData(0.1, "0.1", "0.1")]
    [InlineData(1e39, "1E+39", "null")]
    [InlineData(double.NegativeInfinity, "null", "null")]
    public async Task Get_HistoryOfAValue_EndsWithTheValueItselfAndHasSevenDigitsBefore(double value, string newest, string older)
    {
        var trail = new TrailReport(DateTimeOffset.UnixEpoch, [1, 1, 0], [0, 0, 0], [new TrailSeries("depth", [(float)value, (float)value, float.NaN])]);
        Fleet.Report = target => TargetAnswer.Of(new TargetReport(
            new TargetStatus(target, LabelSet.Empty, TargetState.Up, null, [Script]), null, [new ScriptReport("", [new KeyedValue("depth", value)], 1) { Trail = trail }]));

        string body = await Client.GetStringAsync("/api/v1/targets/a:1");

        Assert.EndsWith($$$""" "points":[{{{older}}},{{{newest}}},null]}]}}]}} """.Trim(), body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:1", 404, """{"status":"error","errorType":"not_found","error":"a:1 is not a configured target"}""")]
    [InlineData("a:b:c", 400, """{"status":"error","errorType":"bad_data",""")]
    [InlineData("a:1?x=1", 400, """{"status":"error","errorType":"bad_data","error":"There is no parameter 'x' at /api/v1/targets/{target}, which takes none."}""")]
    public async Task Get_NoTarget_IsRefused(string target, int status, string beginning)
    {
        using HttpResponseMessage response = await SendAsync("GET", $"/api/v1/targets/{target}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(beginning, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:1/2/collect", null, "a:1/2")]
    [InlineData("a:1/collect?script=queues.lua", "queues.lua", "a:1")]
    [InlineData("unix:%2Frun%2Fredis.sock/collect", null, "unix:/run/redis.sock")]
    public async Task Post_Collect_RunsScriptsAndAnswersWithTheTarget(string path, string? script, string identity)
    {
        Fleet.Report = static target => TargetAnswer.Of(new TargetReport(new TargetStatus(target, LabelSet.Empty, TargetState.Up, null, []), null, []));

        using HttpResponseMessage response = await SendAsync("POST", $"/api/v1/targets/{path}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith($$$"""{"status":"success","data":{"target":"{{{identity}}}",""", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((identity, script, null), (Fleet.Request!.Target, Fleet.Request.Script, Fleet.Request.Timeout));
    }

    [Theory]
    [InlineData("a:1/collect", 404, "a:1 is not a configured target")]
    [InlineData("a:1", 404, "POST is not supported here; a target is collected at /api/v1/targets/TARGET/collect")]
    [InlineData("a:b:c/collect", 400, "")]
    [InlineData("a:1/collect?timeout=1", 400, "There is no parameter 'timeout' at /api/v1/targets/{target}; it takes script.")]
    public async Task Post_Senseless_RunsNothing(string path, int status, string problem)
    {
        using HttpResponseMessage response = await SendAsync("POST", $"/api/v1/targets/{path}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(problem, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(Fleet.Request);
    }

    [Theory]
    [InlineData((int)ScrapeStatus.UnknownScript, 404, "not_found")]
    [InlineData((int)ScrapeStatus.Unavailable, 503, "unavailable")]
    public async Task Post_CollectThatIsRefused_SaysWhy(int refusal, int status, string type)
    {
        Fleet.Report = static target => TargetAnswer.Of(new TargetReport(new TargetStatus(target, LabelSet.Empty, TargetState.Up, null, []), null, []));
        Fleet.Result = new ScrapeResult((ScrapeStatus)refusal, "for a reason", default);

        using HttpResponseMessage response = await SendAsync("POST", "/api/v1/targets/a:1/collect");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal($$"""{"status":"error","errorType":"{{type}}","error":"for a reason"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_NobodyCanTell_Is503()
    {
        Fleet.Report = static _ => TargetAnswer.Unavailable("the silo has no catalogue yet");

        using HttpResponseMessage response = await SendAsync("GET", "/api/v1/targets/a:1");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("""{"status":"error","errorType":"unavailable","error":"the silo has no catalogue yet"}""", await response.Content.ReadAsStringAsync());
    }
}
