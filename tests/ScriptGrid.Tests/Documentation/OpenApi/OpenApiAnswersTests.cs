using System.Text.Json.Nodes;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Documentation.OpenApi;

/// <summary>Every operation of the OpenAPI document that a real process serves, asked for, and its answers held against the document's schemas.</summary>
[Collection(ApiFixture.Name)]
public sealed class OpenApiAnswersTests(ApiFixture api)
{
    [Fact]
    public async Task Operations_Asked_AnswerAsTheirSchemasSay()
    {
        JsonObject document = await DocumentAsync();
        var schema = new ApiSchema(document);
        var problems = new List<string>();
        foreach ((string method, string path, string asked) in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().SelectMany(
            operation => Questions(path.Key).Select(asked => (operation.Key, path.Key, asked)))))
        {
            (int status, string body) = await api.Serve.SendAsync(new HttpMethod(method.ToUpperInvariant()), asked);
            int expected = asked.Contains("unheard", StringComparison.Ordinal) ? 400 : asked.Contains("gone", StringComparison.Ordinal) ? 404 : 200;
            string problem = status == expected ? schema.ProblemOf(method, path, status, body) : $"{status}: {body}";
            problems.AddRange(problem.Length == 0 ? [] : [$"{method} {asked}: {problem}"]);
        }

        Assert.Empty(problems);
    }

    [Fact]
    public async Task Parameters_Asked_TakeWhatTheirSchemasSayAndNothingElse()
    {
        var problems = new List<string>();
        foreach ((string path, JsonNode? item) in (await DocumentAsync())["paths"]!.AsObject())
        {
            foreach (JsonNode? parameter in item!["get"]?["parameters"]?.AsArray().Where(static parameter => parameter!["in"]!.GetValue<string>() == "query") ?? [])
            {
                string name = parameter!["name"]!.GetValue<string>();
                (string[] good, string[] bad) = ValuesOf(parameter["schema"]!);
                string rest = name == "offset" ? "&limit=1" : "";
                foreach ((string value, int expected) in good.Select(static value => (value, 200)).Concat(bad.Select(static value => (value, 400))))
                {
                    (int status, string body) = await api.Serve.SendAsync(HttpMethod.Get, $"{path}?{name}={value}{rest}");
                    problems.AddRange(status == expected ? [] : [$"{path}?{name}={value}: {status} {body}"]);
                }
            }
        }

        Assert.Empty(problems);
    }

    [Fact]
    public async Task Schema_AnswerWithAnotherMember_IsAProblem()
    {
        var schema = new ApiSchema(await DocumentAsync());

        Assert.Equal("", schema.ProblemOf("get", "/api/v1/discovery", 200, """{"status":"success","data":{"sources":[]}}"""));
        Assert.NotEqual("", schema.ProblemOf("get", "/api/v1/discovery", 200, """{"status":"success","data":{"sources":[],"more":1}}"""));
        Assert.NotEqual("", schema.ProblemOf("get", "/api/v1/discovery", 200, """{"status":"success","data":{"sources":{}}}"""));
        Assert.NotEqual("", schema.ProblemOf("get", "/api/v1/discovery", 200, """{"status":"success","data":{}}"""));
    }

    /// <summary>Questions to a path: such as are answered, one for what is not there, and one that no endpoint knows.</summary>
    private string[] Questions(string path) => path switch
    {
        "/api/v1/targets" => [path, $"{path}?limit=2&offset=1", $"{path}?state=failing", $"{path}?unheard=1"],
        "/api/v1/fleet" => [path, $"{path}?state=ok", $"{path}?unheard=1"],
        _ when path.EndsWith("/collect", StringComparison.Ordinal) => [Named(path, api.Found), $"{Named(path, api.Found)}?script=gone.lua", Named(path, "gone:1"), $"{Named(path, api.Found)}?unheard=1"],
        _ when path.Contains("{target}", StringComparison.Ordinal) => [Named(path, api.Found), Named(path, api.Written), Named(path, api.Dead), Named(path, "gone:1"), $"{Named(path, api.Found)}?unheard=1"],
        _ when path.Contains("{script}", StringComparison.Ordinal) => [Named(path, "queues.lua"), Named(path, "bad.lua"), Named(path, "gone.lua"), $"{Named(path, "bad.lua")}?unheard=1"],
        _ => [path, $"{path}?unheard=1"],
    };

    private static string Named(string path, string name) =>
        path.Replace("{target}", Uri.EscapeDataString(name), StringComparison.Ordinal).Replace("{script}", Uri.EscapeDataString(name), StringComparison.Ordinal);

    private static (string[] Good, string[] Bad) ValuesOf(JsonNode schema) => schema switch
    {
        { } words when words["enum"] is { } values => ([.. values.AsArray().Select(static value => value!.GetValue<string>())], ["none-of-them"]),
        { } number when number["minimum"] is { } least => (
            [$"{least}", $"{number["maximum"]}", .. number["default"] is { } usual ? [$"{usual}"] : Array.Empty<string>()],
            [$"{least.GetValue<long>() - 1}", $"{number["maximum"]!.GetValue<long>() + 1}", "1.5", "word"]),
        _ => ([], []),
    };

    private async Task<JsonObject> DocumentAsync()
    {
        (int status, string body) = await api.Serve.SendAsync(HttpMethod.Get, "/api/openapi.json");
        Assert.Equal(200, status);
        return JsonNode.Parse(body)!.AsObject();
    }
}
