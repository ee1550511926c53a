using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace ScriptGrid.Tests.Documentation.OpenApi;

/// <summary>The schemas of a document's answers, held to the letter: a member that a schema does not name is a mistake.</summary>
internal sealed class ApiSchema(JsonObject document)
{
    private readonly JsonNode _definitions = Strict(document["components"]!["schemas"]!.DeepClone());

    /// <summary>What is wrong with an answer; empty where nothing is.</summary>
    /// <param name="method">The method, in lower case.</param>
    /// <param name="path">The path, as the document has it.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="body">The answer.</param>
    public string ProblemOf(string method, string path, int status, string body)
    {
        JsonNode? response = document["paths"]![path]![method]!["responses"]![status.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        if (response is null)
        {
            return $"The document does not know {status}.";
        }

        if (response["$ref"] is { } shared)
        {
            response = document["components"]!["responses"]![shared.GetValue<string>().Split('/')[^1]]!;
        }

        JsonObject schema = Strict(response["content"]!["application/json"]!["schema"]!.DeepClone()).AsObject();
        schema["$defs"] = _definitions.DeepClone();
        EvaluationResults results = JsonSchema.FromText(Local(schema.ToJsonString())).Evaluate(
            JsonSerializer.Deserialize<JsonElement>(body), new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return results.IsValid ? "" : string.Join('\n', results.Details!.Where(static detail => detail.Errors is not null).Select(
            static detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}"));
    }

    private static string Local(string schema) => schema.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);

    private static JsonNode Strict(JsonNode node)
    {
        if (node is JsonObject { } schema && schema["properties"] is JsonObject && schema["type"]?.GetValueKind() == JsonValueKind.String)
        {
            schema["additionalProperties"] = false;
        }

        foreach (JsonNode child in node is JsonObject members ? members.Select(static member => member.Value).OfType<JsonNode>() : node is JsonArray items ? items.OfType<JsonNode>() : [])
        {
            Strict(child);
        }

        return node;
    }
}
