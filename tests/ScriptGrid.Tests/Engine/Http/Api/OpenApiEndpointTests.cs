using System.Text.Json;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Http.Api;

/// <summary>What the OpenAPI document says of the process that serves it.</summary>
public sealed class OpenApiEndpointTests : EndpointsFixture
{
    public OpenApiEndpointTests()
        : base(new ScriptGridConfiguration { Web = new WebSettings { RoutePrefix = "/a/grid" } })
    {
    }

    [Fact]
    public async Task Get_BelowAPrefix_NamesItAsTheServer()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/a/grid/api/openapi.json");
        JsonElement document = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""[{"url":"/a/grid"}]""", document.GetProperty("servers").GetRawText());
        Assert.True(document.GetProperty("paths").TryGetProperty("/api/v1/targets", out _));
        Assert.False(document.GetProperty("components").TryGetProperty("securitySchemes", out _));
        using HttpResponseMessage head = await SendAsync("HEAD", "/a/grid/api/openapi.json");
        Assert.Equal(200, (int)head.StatusCode);
    }
}
