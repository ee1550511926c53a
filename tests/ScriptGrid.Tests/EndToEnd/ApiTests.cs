using System.Text.Json;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>The JSON API of <c>scriptgrid serve</c> before a real Redis.</summary>
[Collection(ApiFixture.Name)]
public sealed class ApiTests(ApiFixture api)
{
    [Fact]
    public async Task Targets_Filtered_AreThoseThatMatch()
    {
        Assert.Equal([api.Dead], Names(await DataAsync("targets?state=down&reason=connection")));
        Assert.Equal([api.Found], Names(await DataAsync("targets?state=failing&source=sms/file_sd&label=team:sms&script=bad.lua")));
        Assert.Equal([api.Written], Names(await DataAsync($"targets?state=ok&q={api.Written[^4..]}&sort=lastRun&limit=10")));
    }

    [Fact]
    public async Task Targets_OfEachState_TellRunsAndReasons()
    {
        JsonElement dead = (await DataAsync($"targets?q={api.Dead}")).GetProperty("targets")[0];
        JsonElement written = (await DataAsync("targets?label=team:mail")).GetProperty("targets")[0];

        Assert.Equal("connection", dead.GetProperty("reason").GetString());
        Assert.Contains("refused", dead.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(written.TryGetProperty("reason", out _));
        Assert.False(written.TryGetProperty("source", out _));
        DateTimeOffset last = written.GetProperty("scripts")[0].GetProperty("lastRun").GetDateTimeOffset();
        DateTimeOffset next = written.GetProperty("scripts")[0].GetProperty("nextRun").GetDateTimeOffset();
        Assert.True(last < next, $"{last:O} {next:O}");
    }

    [Fact]
    public async Task Fleet_Whole_IsAtAGlance()
    {
        JsonElement fleet = await DataAsync("fleet");

        Assert.Equal("""{"ok":1,"failing":1,"down":1,"pending":0}""", fleet.GetProperty("states").GetRawText());
        Assert.Equal("""["bad.lua","queues.lua"]""", fleet.GetProperty("scripts").GetRawText());
        Assert.Equal("""["sms/file_sd"]""", fleet.GetProperty("sources").GetRawText());
        Assert.Equal("""{"team":["mail","sms"]}""", fleet.GetProperty("labels").GetRawText());
        Assert.Equal("dfo", string.Concat(fleet.GetProperty("cells").GetString()!.Order()));
    }

    [Fact]
    public async Task Target_Up_HasVersionValuesAndLines()
    {
        JsonElement target = await DataAsync($"targets/{api.Found}");

        JsonElement script = target.GetProperty("scripts")[0];
        Assert.Equal("7.0.15", target.GetProperty("version").GetString());
        Assert.Equal("sms/file_sd", target.GetProperty("source").GetString());
        Assert.Equal(
            """[{"name":"redis_script_values","labels":{"key":"mail"},"value":0},{"name":"mail_queue_length","labels":{"queue":"sms"},"value":7}]""",
            script.GetProperty("values").GetRawText());
        Assert.Equal(2, script.GetProperty("valuesTotal").GetInt32());
        Assert.Contains($$"""mail_queue_length{target="{{api.Found}}",team="sms",queue="sms"} 7""", script.GetProperty("lines").GetString(), StringComparison.Ordinal);
        Assert.Equal("script", target.GetProperty("scripts")[1].GetProperty("error").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Target_Unknown_Is404() => Assert.Equal(
        (404, """{"status":"error","errorType":"not_found","error":"127.0.0.1:1 is not a configured target"}"""),
        await api.Serve.SendAsync(HttpMethod.Get, "/api/v1/targets/127.0.0.1:1"));

    [Fact]
    public async Task Scripts_OfTheFleet_AreCounted()
    {
        JsonElement queues = (await DataAsync("scripts")).GetProperty("scripts")[0];
        JsonElement bad = await DataAsync("scripts/bad.lua");

        Assert.Equal(("queues.lua", 3, 2, 1), (queues.GetProperty("name").GetString(), Number(queues, "targets"), Number(queues, "ok"), Number(queues, "failed")));
        Assert.Equal((1, 1), (Number(bad, "targets"), Number(bad, "failed")));
        Assert.Equal("error('boom')", bad.GetProperty("text").GetString());
        Assert.EndsWith("bad.lua", bad.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"script":1}""", bad.GetProperty("reasons").GetRawText());
        Assert.Equal(api.Found, bad.GetProperty("failing")[0].GetProperty("target").GetString());
    }

    [Fact]
    public async Task Script_WithFindingsAndRollups_TellsBoth()
    {
        JsonElement queues = await DataAsync("scripts/queues.lua");

        JsonElement finding = queues.GetProperty("findings")[0];
        Assert.Equal((2, "warning"), (Number(finding, "line"), finding.GetProperty("severity").GetString()));
        JsonElement[] sums = [.. queues.GetProperty("rollups").EnumerateArray().Where(static value => value.GetProperty("name").GetString() == "redis_fleet_mail_queue_length")];
        Assert.Equal(14, Number(Assert.Single(sums), "value"));
    }

    [Fact]
    public async Task Silos_OfServe_AreItself()
    {
        JsonElement silos = await DataAsync("silos");

        Assert.Equal("standalone", silos.GetProperty("engine").GetString());
        JsonElement self = Assert.Single(silos.GetProperty("silos").EnumerateArray());
        Assert.Equal((3, 3), (Number(self, "targets"), Number(self, "owned")));
        Assert.Equal(JsonValueKind.Number, self.GetProperty("lagSeconds").ValueKind);
        Assert.Equal(JsonValueKind.Null, self.GetProperty("edition").ValueKind);
    }

    [Fact]
    public async Task Configuration_AsLoaded_ShowsNoSecret()
    {
        JsonElement configuration = await DataAsync("configuration");

        string yaml = configuration.GetProperty("yaml").GetString()!;
        Assert.DoesNotContain("geheimnis", yaml, StringComparison.Ordinal);
        Assert.Contains("password: \"***\"\n", yaml, StringComparison.Ordinal);
        Assert.Contains($"      - {api.Written}\n", yaml, StringComparison.Ordinal);
        Assert.EndsWith("/scriptgrid.yml", configuration.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.True(configuration.GetProperty("loadedAt").GetDateTimeOffset() <= TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Discovery_OfAFile_TellsWhatWasKeptAndDropped()
    {
        JsonElement source = Assert.Single((await DataAsync("discovery")).GetProperty("sources").EnumerateArray());

        Assert.Equal(("sms/file_sd", "ok", 1, 1), (source.GetProperty("name").GetString(), source.GetProperty("state").GetString(), Number(source, "kept"), Number(source, "dropped")));
        Assert.Equal(api.Found, source.GetProperty("targets")[0].GetProperty("target").GetString());
        Assert.Equal("127.0.0.2:1", source.GetProperty("droppedTargets")[0].GetProperty("target").GetString());
        Assert.Equal(JsonValueKind.String, source.GetProperty("lastSuccess").ValueKind);
    }

    [Fact]
    public async Task Collect_OneScript_AnswersWithARunThatIsNew()
    {
        DateTimeOffset before = TimeProvider.System.GetUtcNow();

        (int status, string body) = await api.Serve.SendAsync(HttpMethod.Post, $"/api/v1/targets/{api.Written}/collect?script=queues.lua");

        Assert.True(status == 200, $"{status} {body}");
        JsonElement script = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("data").GetProperty("scripts")[0];
        Assert.InRange(script.GetProperty("lastRun").GetDateTimeOffset(), before.AddSeconds(-1), TimeProvider.System.GetUtcNow().AddSeconds(1));
        Assert.Equal(404, (await api.Serve.SendAsync(HttpMethod.Post, $"/api/v1/targets/{api.Written}/collect?script=gone.lua")).Status);
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static string[] Names(JsonElement data) => [.. data.GetProperty("targets").EnumerateArray().Select(static target => target.GetProperty("target").GetString()!)];

    private async Task<JsonElement> DataAsync(string path)
    {
        (int status, string body) = await api.Serve.SendAsync(HttpMethod.Get, $"/api/v1/{path}");
        Assert.True(status == 200, $"{status} {body}");
        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("data");
    }
}
