using System.Buffers;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Http.Api;

public sealed class ScriptsEndpointTests : EndpointsFixture
{
    private static readonly ScriptSpec Script = new()
    {
        Name = "queues.lua",
        Path = "/etc/scriptgrid/queues.lua",
        Body = "return 1"u8.ToArray(),
        On = ServerRole.Replica,
        Aggregate = Aggregations.Sum,
        Metrics = [MetricDeclarationText.Parse("gauge depth{queue} How deep.", out _)!],
    };

    private static readonly ScriptStatus Failed = new(
        "queues.lua", ScriptResult.Failed, TimeSpan.FromSeconds(2), null, null, new Failure(FailureReason.Timeout, "no reply within 2 s"), 3);

    public ScriptsEndpointTests()
    {
        Fleet.Configuration = new ScriptGridConfiguration { Scripts = [Script, Script with { Name = "idle.lua", Interval = null, On = null, Metrics = [] }] };
        Fleet.ListTargets = static _ => new[] { new TargetStatus("a:1", LabelSet.Empty, TargetState.Up, null, [Failed]) }.ToAsyncEnumerable();
    }

    [Fact]
    public async Task Get_Scripts_AreListedWithHowTheyFare()
    {
        string body = await Client.GetStringAsync("/api/v1/scripts");

        string[] expected =
        [
            """{"status":"success","data":{"scripts":[{"name":"queues.lua","interval":15,"timeout":2,"on":"replica",""",
            """ "metrics":[{"type":"gauge","name":"depth","labels":["queue"],"help":"How deep."}],""".Trim(),
            """ "targets":1,"ok":0,"empty":0,"failed":1,"skipped":0,"pending":0,"errorsTotal":3,"seconds":{"p50":""".Trim(),
        ];
        Assert.StartsWith(string.Concat(expected), body, StringComparison.Ordinal);
        Assert.Contains(""" "max":2}},{"name":"idle.lua","interval":null,"timeout":2,"on":null,"metrics":[],"targets":0, """.Trim(), body, StringComparison.Ordinal);
        Assert.EndsWith("\"errorsTotal\":0,\"seconds\":null}]}}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Script_HasTextFindingsAndWhereItFails()
    {
        Fleet.WriteMetrics = static (output, _) =>
        {
            output.Write("# HELP x X.\nredis_fleet_script_values{filename=\"queues.lua\",key=\"a\",agg=\"sum\"} 5\n"u8);
            output.Write("redis_fleet_script_values{filename=\"other.lua\",key=\"a\",agg=\"sum\"} 5\nredis_fleet_depth{queue=\"b\",agg=\"sum\"} +Inf\n"u8);
            return ValueTask.CompletedTask;
        };

        string body = await Client.GetStringAsync("/api/v1/scripts/queues.lua");

        string[] expected =
        [
            """ ,"text":"return 1","file":"/etc/scriptgrid/queues.lua","findings":[{"line":1,"rule":"style","severity":"note","message":"about queues.lua"}],""".Trim(),
            """ "reasons":{"timeout":1},"slowest":[{"target":"a:1","durationSeconds":2}],""".Trim(),
            """ "failing":[{"target":"a:1","reason":"timeout","message":"no reply within 2 s"}],""".Trim(),
            """ "rollups":[{"name":"redis_fleet_script_values","labels":{"filename":"queues.lua","key":"a","agg":"sum"},"value":5},""".Trim(),
            """{"name":"redis_fleet_depth","labels":{"queue":"b","agg":"sum"},"value":"Infinity"}],""",
            """ "durations":{"bounds":[0.0005,0.001,0.0025,0.005,0.01,0.025,0.05,0.1,0.25,0.5,1,2.5,5,10],"counts":[0,0,0,0,0,0,0,0,0,0,0,1,0,0,0]}}} """.Trim(),
        ];
        Assert.EndsWith(string.Concat(expected), body, StringComparison.Ordinal);
    }

    /// <summary>Only a line feed ends a line: INFO that a script splits leaves a carriage return in labels.</summary>
    [Fact]
    public async Task Get_RollupWithACarriageReturnInALabel_IsThere()
    {
        Fleet.WriteMetrics = static (output, _) =>
        {
            output.Write("redis_fleet_depth{queue=\"Linux x86_64\r\",agg=\"sum\"} 5\n"u8);
            return ValueTask.CompletedTask;
        };

        string body = await Client.GetStringAsync("/api/v1/scripts/queues.lua");

        Assert.Contains(""" "labels":{"queue":"Linux x86_64\r","agg":"sum"},"value":5}""".Trim(), body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b.lua", "a/b.lua")]
    [InlineData("a%2Fb.lua", "a/b.lua")]
    [InlineData("a%252Fb.lua", "a%2Fb.lua")]
    [InlineData("a%252fb%2f%61.lua", "a%2fb/a.lua")]
    [InlineData("a%25252Fb.lua", "a%252Fb.lua")]
    [InlineData("%25zz%F0%9F", "%zz%F0%9F")]
    public async Task Get_ScriptOfAnyName_IsDecodedOnce(string written, string name)
    {
        Fleet.Configuration = new ScriptGridConfiguration { Scripts = [Script with { Name = name, Aggregate = Aggregations.None }] };

        string body = await Client.GetStringAsync($"/api/v1/scripts/{written}");

        Assert.StartsWith($$"""{"status":"success","data":{"name":"{{name}}",""", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/scripts")]
    [InlineData("/api/v1/scripts/idle.lua")]
    public async Task Get_SiloDoesNotAnswer_SaysWhatIsMissing(string path)
    {
        Fleet.Missing.Add("s:2", 3);

        Assert.EndsWith(",\"missing\":{\"targets\":3,\"silos\":[\"s:2\"]}}}", await Client.GetStringAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownScript_Is404()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/api/v1/scripts/gone.lua");

        Assert.Equal("""404 {"status":"error","errorType":"not_found","error":"there is no script gone.lua"}""", $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }
}
