using System.Net;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Http.Api;

public sealed class FleetEndpointTests : EndpointsFixture
{
    private const string Path = "/api/v1/fleet";

    private static readonly ScriptStatus Good = new("queues.lua", ScriptResult.Values, TimeSpan.FromMilliseconds(1), null, null, null, 0);
    private static readonly ScriptStatus Bad = Good with { Result = ScriptResult.Failed, Failure = new Failure(FailureReason.Script, "ERR") };
    private static readonly TargetStatus Ok = new("d:1", LabelSet.From([new("env", "prod")]), TargetState.Up, "s:1", [Good]);
    private static readonly TargetStatus Failing = Ok with { Target = "c:1", Scripts = [Good, Bad] };
    private static readonly TargetStatus Down = new(
        "b:1", LabelSet.From([new("env", "test")]), TargetState.Down, "s:2", [Bad with { Failure = new Failure(FailureReason.Dns, "no such host") }])
    {
        Source = "mail/dns",
        Failure = new Failure(FailureReason.Dns, "no such host"),
    };
    private static readonly TargetStatus Pending = new("a:1", LabelSet.Empty, TargetState.Unknown, null, []);

    [Fact]
    public async Task Get_Fleet_CountsAndDrawsItByTarget()
    {
        Fleet.ListTargets = static _ => new[] { Ok, Failing, Down, Pending }.ToAsyncEnumerable();

        string body = await Client.GetStringAsync(Path);

        string[] expected =
        [
            """{"status":"success","data":{"total":4,"matches":4,"states":{"ok":1,"failing":1,"down":1,"pending":1},"reasons":{"dns":1,"script":1},""",
            """ "scripts":["queues.lua"],"sources":["mail/dns"],"owners":["s:1","s:2"],"labels":{"env":["prod","test"]},"cells":"pdfo"}} """.Trim(),
        ];
        Assert.Equal(string.Concat(expected), body);
    }

    [Fact]
    public async Task Get_Filtered_CountsMatchesAmongAll()
    {
        Fleet.ListTargets = static _ => new[] { Ok, Failing, Down, Pending }.ToAsyncEnumerable();

        string body = await Client.GetStringAsync(Path + "?label=env:prod&state=up");

        Assert.StartsWith(
            """{"status":"success","data":{"total":4,"matches":2,"states":{"ok":1,"failing":1,"down":0,"pending":0},"reasons":{"script":1},""", body, StringComparison.Ordinal);
        Assert.EndsWith("\"labels\":{\"env\":[\"prod\",\"test\"]},\"cells\":\"fo\"}}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_SilosDoNotAnswer_SaysWhatIsMissing()
    {
        Fleet.ListTargets = static _ => new[] { Ok }.ToAsyncEnumerable();
        Fleet.Missing.Add("s:3", 7);
        Fleet.Missing.Add("s:2", 3);

        string body = await Client.GetStringAsync(Path);

        Assert.StartsWith("""{"status":"success","data":{"total":1,""", body, StringComparison.Ordinal);
        Assert.EndsWith("\"cells\":\"o\",\"missing\":{\"targets\":10,\"silos\":[\"s:2\",\"s:3\"]}}}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ParameterOfTheList_IsRefused()
    {
        using HttpResponseMessage response = await SendAsync("GET", Path + "?limit=1");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("There is no parameter 'limit' at /api/v1/fleet; it takes state, script,", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
