using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Http;
using ScriptGrid.Engine.Http.Api;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Documentation.OpenApi;

/// <summary>Has ASP.NET Core describe <see cref="ApiOperations"/> by an OpenAPI document, in the words that the code and <c>docs/api.md</c> have for it.</summary>
internal static class ApiDescription
{
    private const string Name = "v1";
    private const string Suffix = "Json";

    private static readonly Dictionary<string, string> Responses = new()
    {
        ["200"] = "The answer.",
        ["400"] = "A parameter is unknown, there twice, or senseless; the message names it.",
        ["401"] = "Logins are configured, and this needs one, or another.",
        ["403"] = "The login is no admin's, or a page of another origin sent the request.",
        ["404"] = "There is no such thing.",
        ["429"] = "Too many requests come, or too many logins from this address have failed; Retry-After says when to try again.",
        ["500"] = "The request failed; the log says why.",
        ["503"] = "Nobody can tell now.",
    };

    private static readonly Dictionary<string, IEnumerable<string>> Words = new()
    {
        ["state"] = FilterQuery.States,
        ["reason"] = Enum.GetValues<FailureReason>().Select(Failure.Label),
        ["sort"] = TargetsQuery.Sorts.Select(static sort => sort.Name),
        ["order"] = ["asc", "desc"],
    };

    /// <summary>The document, as text.</summary>
    public static async Task<string> MakeAsync()
    {
        WebApplicationBuilder builder = WebServer.CreateBuilder(ListenAddress.Parse("127.0.0.1:0")!);
        builder.Services.Configure<JsonOptions>(static json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict; // The one number that may be a word has a schema of its own.
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiAnswer.Json);
        });
        builder.Services.AddOpenApi(Name, Configure);
        await using WebApplication app = builder.Build();
        ApiOperations.Map(app);
        await app.StartAsync();
        OpenApiDocument document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1) + "\n";
    }

    private static void Configure(OpenApiOptions options)
    {
        var types = new Dictionary<string, JsonTypeInfo>();
        options.CreateSchemaReferenceId = type =>
        {
            string? name = type.Type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Type.Name[..^Suffix.Length] : null;
            types[name ?? ""] = type;
            return name;
        };
        options.AddOperationTransformer(static (operation, _, _) => Done(() => Describe(operation)));
        options.AddDocumentTransformer((document, _, _) => Done(() => Describe(document, types)));
    }

    private static Task Done(Action describe)
    {
        describe();
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiDocument document, Dictionary<string, JsonTypeInfo> types)
    {
        document.Info = new OpenApiInfo
        {
            Title = "ScriptGrid",
            Version = Name,
            Description = "What was collected last, as JSON: of targets, the fleet, scripts, silos, the configuration and sources. Whatever answers GET answers HEAD, by headers alone. New members may come at any time; those that are there keep their names and meanings.",
        };
        document.Servers = null;
        foreach ((string name, IOpenApiSchema schema) in document.Components!.Schemas!)
        {
            ApiSchemas.Complete((OpenApiSchema)schema, types[name]);
        }

        foreach (OpenApiOperation operation in document.Paths.Values.SelectMany(static path => path.Operations!.Values))
        {
            ShareRefusals(document, operation);
        }
    }

    /// <summary>A refusal is the same whatever was asked for.</summary>
    private static void ShareRefusals(OpenApiDocument document, OpenApiOperation operation)
    {
        document.Components!.Responses ??= new SortedDictionary<string, IOpenApiResponse>(StringComparer.Ordinal);
        foreach ((string status, IOpenApiResponse refusal) in operation.Responses!.ToArray().Where(static response => response.Key != "200").OrderBy(static response => response.Key, StringComparer.Ordinal))
        {
            document.Components.Responses[status] = refusal;
            operation.Responses!.Remove(status);
            operation.Responses[status] = new OpenApiResponseReference(status, document);
        }
    }

    private static void Describe(OpenApiOperation operation)
    {
        foreach ((string status, IOpenApiResponse response) in operation.Responses!)
        {
            ((OpenApiResponse)response).Description = Responses[status];
        }

        ApiSchemas.CompleteEnvelope((OpenApiSchema)operation.Responses!["200"].Content!["application/json"].Schema!);
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Name = parameter.Name!.ToLower(CultureInfo.InvariantCulture);
            parameter.Description ??= ParameterTable.MeaningOf(parameter.Name);
            if (Words.TryGetValue(parameter.Name, out IEnumerable<string>? words))
            {
                ((OpenApiSchema)parameter.Schema!).Enum = [.. words.Select(static word => (System.Text.Json.Nodes.JsonNode)word)];
            }
        }
    }
}
