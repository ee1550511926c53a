using System.Text.Json;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Access;

/// <summary>How the OpenAPI document says that one must log in.</summary>
public sealed class OpenApiLoginsTests : IDisposable
{
    private const string Token = "reader-token-0123456789";
    private const string Both = """[{"password":[]},{"token":[]}]""";

    private readonly ConfigurationFolder _folder = new();

    public OpenApiLoginsTests()
    {
        _folder.Write("web.yml", $"basic_auth_users: {{alice: {BCrypt.Net.BCrypt.HashPassword("wonder:land", 4)}}}\n");
        _folder.Write("empty.yml", "{}");
        _folder.Write("tokens", Token);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("config_file: web.yml, bearer_token_file: tokens", """{"password":{"type":"http","scheme":"basic"},"token":{"type":"http","scheme":"bearer"}}""", Both, Both)]
    [InlineData("bearer_token_file: tokens", """{"token":{"type":"http","scheme":"bearer"}}""", """[{"token":[]}]""", """[{"token":[]}]""")]
    [InlineData("admin: {bearer_token_file: tokens}", """{"token":{"type":"http","scheme":"bearer"}}""", "[]", """[{"token":[]}]""")]
    [InlineData("config_file: empty.yml", null, null, null)]
    public async Task Get_ByWhatIsConfigured_NamesTheLoginsOfEachOperation(string web, string? schemes, string? reading, string? changing)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, $"{web}, external_url: 'https://metrics.example.com/grid', route_prefix: /");
        using var client = new HttpClient { DefaultRequestHeaders = { { "Authorization", $"Bearer {Token}" } } };
        if (web.StartsWith("config_file: empty", StringComparison.Ordinal))
        {
            client.DefaultRequestHeaders.Clear();
        }

        JsonElement document = JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync($"http://127.0.0.1:{server.Port}/api/openapi.json"));

        JsonElement paths = document.GetProperty("paths");
        Assert.Equal("""[{"url":"https://metrics.example.com/grid"}]""", document.GetProperty("servers").GetRawText());
        Assert.Equal(schemes, Text(document.GetProperty("components"), "securitySchemes"));
        Assert.Equal(reading, Text(paths.GetProperty("/api/v1/targets").GetProperty("get"), "security"));
        Assert.Equal(changing, Text(paths.GetProperty("/api/v1/targets/{target}/collect").GetProperty("post"), "security"));
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement found) ? found.GetRawText() : null;
}
