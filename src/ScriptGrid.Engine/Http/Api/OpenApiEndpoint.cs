using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScriptGrid.Engine.Access;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>
/// The API as an OpenAPI document. The document is embedded in the program; a test generates it with ASP.NET Core. What differs between processes is
/// added on request: the address of the API, and the ways to log in.
/// </summary>
internal sealed class OpenApiEndpoint(WebSettings web)
{
    /// <summary>The name of the embedded document.</summary>
    private const string Resource = "api/openapi.json";

    private static readonly (string Challenge, string Name, string Scheme)[] Logins = [("Basic", "password", "basic"), ("Bearer", "token", "bearer")];

    /// <summary>Responds with the document. HEAD gets only the headers.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (ApiAnswer.BeginsBody(context))
        {
            AccessRules? rules = context.RequestServices.GetService<WebAccess>()?.Rules;
            await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { Encoder = ApiAnswer.Json.Options.Encoder }))
            {
                DocumentFor(rules).WriteTo(json);
            }

            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    private JsonObject DocumentFor(AccessRules? rules)
    {
        using Stream resource = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream(Resource)!;
        JsonObject document = JsonNode.Parse(resource)!.AsObject();
        document["servers"] = new JsonArray(new JsonObject { ["url"] = web.ExternalUrl ?? web.RoutePrefix });
        if (rules is { Challenges.IsEmpty: false })
        {
            AddLogins(document, rules);
        }

        return document;
    }

    private static void AddLogins(JsonObject document, AccessRules rules)
    {
        var schemes = new JsonObject();
        var any = new JsonArray();
        foreach ((string challenge, string name, string scheme) in Logins.Where(login => rules.Challenges.Any(told => told.StartsWith(login.Challenge, StringComparison.Ordinal))))
        {
            schemes[name] = new JsonObject { ["type"] = "http", ["scheme"] = scheme };
            any.Add(new JsonObject { [name] = new JsonArray() });
        }

        document["components"]!["securitySchemes"] = schemes;
        foreach ((string method, JsonNode? operation) in document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject()))
        {
            bool isOpen = rules.Needed(isChange: method != "get") == AccessRole.Anybody;
            operation!["security"] = isOpen ? new JsonArray() : any.DeepClone();
        }
    }
}
