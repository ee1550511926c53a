using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Replies;

/// <summary>The conformance table: scripts run by a real server, judged by our rules and by redis_exporter's.</summary>
public sealed class ReplyTableTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private static readonly ImmutableDictionary<string, Case> Cases = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "reply-table.json")))
        .RootElement.EnumerateArray()
        .Select(static row => new Case(
            row.GetProperty("name").GetString()!,
            row.GetProperty("script").GetString()!,
            row.GetProperty("default").Deserialize<Expected>(Options)!,
            row.GetProperty("redis_exporter").Deserialize<Expected>(Options)!))
        .ToImmutableDictionary(static row => row.Name);

    public static TheoryData<string> Names { get; } = [.. Cases.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Parse_DefaultRules_JudgeAsTheTableSays(string name)
    {
        Case row = Cases[name];
        var script = new ScriptSpec { Name = name, Body = Encoding.UTF8.GetBytes(row.Script) };

        AssertAre(row.Default, await RunAsync(script, resp3: true));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Parse_RedisExportersRules_JudgeAsTheTableSays(string name)
    {
        Case row = Cases[name];
        var script = new ScriptSpec
        {
            Name = name,
            Body = Encoding.UTF8.GetBytes(row.Script),
            RedisExporterCompatible = true,
            ReadOnly = ReadOnlyMode.Off,
        };

        AssertAre(row.RedisExporter, await RunAsync(script, resp3: false));
    }

    [Theory]
    [InlineData("return {double=3.5}", "value=3.5")]
    [InlineData("redis.setresp(3) return {map={a={double=1.25},b=true,c=false}}", "a=1.25 b=1 c=0")]
    [InlineData("redis.setresp(3) return {big_number='1234567890123456789012'}", "value=1.2345678901234568E+21")]
    [InlineData("redis.setresp(3) return true", "value=1")]
    [InlineData("return string.format('%.17g', 0.1)", "value=0.1")]
    [InlineData("return {'a', tostring(1/0), 'b', tostring(0/0)}", "a=+Inf b=NaN")]
    public async Task Parse_WhatResp3Adds_IsTaken(string body, string expected)
    {
        var script = new ScriptSpec { Name = "resp3", Body = Encoding.UTF8.GetBytes(body) };

        JudgedReply judged = await RunAsync(script, resp3: true);

        Assert.Equal(expected, string.Join(' ', judged.Values.Split(' ').Order(StringComparer.Ordinal)));
        Assert.Equal(1, judged.Result);
    }

    private async Task<JudgedReply> RunAsync(ScriptSpec script, bool resp3)
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://{redis.Server.Address}", resp3: resp3);
        Failure? failure = await ScriptExecutor.RunAsync(session.Connection, script, new ScriptCommands(script), session.Exchange);
        return failure is not null ? JudgedReply.Failed(failure)
            : script.RedisExporterCompatible ? JudgedReply.ByRedisExporter(session.Exchange.Reply)
            : JudgedReply.Default(session.Exchange.Reply);
    }

    private static void AssertAre(Expected expected, JudgedReply judged)
    {
        Assert.Equal(expected.Result, judged.Result);
        Assert.Equal(JudgedReply.Join(expected.Values), judged.Values);
        Assert.Equal(expected.Result == 0, judged.Reason is not null);
    }

    private sealed record Case(string Name, string Script, Expected Default, Expected RedisExporter);

    private sealed record Expected(int Result, Dictionary<string, string> Values);
}
