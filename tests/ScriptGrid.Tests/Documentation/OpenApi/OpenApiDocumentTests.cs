using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Http;
using ScriptGrid.Engine.Http.Api;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Http;

namespace ScriptGrid.Tests.Documentation.OpenApi;

/// <summary>The OpenAPI document that lies in the program. With SCRIPTGRID_WRITE_API=1 a test writes it anew.</summary>
public sealed class OpenApiDocumentTests
{
    private static string Source => Checkout.PathOf("src/ScriptGrid.Engine/Http/Api/openapi.json");

    [Fact]
    public async Task Document_Made_IsThatOfTheProgram()
    {
        string made = await ApiDescription.MakeAsync();
        if (Environment.GetEnvironmentVariable("SCRIPTGRID_WRITE_API") == "1")
        {
            await File.WriteAllTextAsync(Source, made);
            return;
        }

        Assert.Equal(await File.ReadAllTextAsync(Source), made);
    }

    [Fact]
    public async Task Document_Read_IsValid()
    {
        ReadResult read = OpenApiDocument.Parse(await File.ReadAllTextAsync(Source), "json");

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors.Concat(read.Diagnostic.Warnings).Select(static problem => $"{problem.Pointer}: {problem.Message}"));
        Assert.Empty(read.Document!.Validate(ValidationRuleSet.GetDefaultRuleSet()));
    }

    [Fact]
    public async Task Document_PathsAndParameters_AreThoseOfTheEndpoints()
    {
        JsonNode document = JsonNode.Parse(await File.ReadAllTextAsync(Source))!;
        IEnumerable<WebEndpoint> endpoints = ApiEndpoints.Of(new ApiSources(new FakeFleet(), new ConfiguredSecrets()), new WebSettings()).Where(static endpoint => endpoint.Path != WebPaths.OpenApi);

        string[] described = [.. document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(operation =>
            $"{operation.Key.ToUpperInvariant()} {path.Key}?{string.Join('&', ParametersOf(operation.Value!))}"))];

        Assert.Equal(
            endpoints.Select(static endpoint => $"{endpoint.Methods[0]} {PathOf(endpoint)}?{string.Join('&', endpoint.Parameters)}").Order(StringComparer.Ordinal),
            described.Order(StringComparer.Ordinal));
    }

    private static string PathOf(WebEndpoint endpoint) =>
        endpoint.Path.Replace("**", "", StringComparison.Ordinal) + (endpoint.Methods[0] == "POST" ? "/collect" : "");

    private static IEnumerable<string> ParametersOf(JsonNode operation) =>
        (operation["parameters"]?.AsArray() ?? []).Where(static parameter => parameter!["in"]!.GetValue<string>() == "query").Select(static parameter => parameter!["name"]!.GetValue<string>());
}
