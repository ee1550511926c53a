using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScriptGrid.Tests.Documentation.Schemas;

/// <summary>Holds YAML against a schema of <c>docs/schema</c>, as editors do.</summary>
internal sealed class SchemaCheck
{
    private readonly JsonSchema _schema;

    private SchemaCheck(string name) => _schema = JsonSchema.FromText(File.ReadAllText(ConfigurationSchemaTests.PathOf(name)), new BuildOptions { SchemaRegistry = new SchemaRegistry() });

    /// <summary>That of configuration files.</summary>
    public static SchemaCheck OfConfiguration { get; } = new("scriptgrid.schema.json");

    /// <summary>That of the files that <c>web.config_file</c> names.</summary>
    public static SchemaCheck OfWebConfiguration { get; } = new("web.schema.json");

    /// <summary>What is wrong, with the lines of the key and of its value; empty where nothing is.</summary>
    public IReadOnlyList<(int KeyLine, int ValueLine, string Problem)> Problems(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        if (yaml.Documents.Count == 0)
        {
            return [];
        }

        Dictionary<string, (int Key, int Value)> lines = [];
        JsonNode json = Convert(yaml.Documents[0].RootNode, "", (int)yaml.Documents[0].RootNode.Start.Line, lines) ?? new JsonObject();
        EvaluationResults results = _schema.Evaluate(JsonSerializer.SerializeToElement(json), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? [] :
        [
            .. results.Details!.Where(static detail => detail.Errors is not null)
                .Select(detail => (lines[detail.InstanceLocation.ToString()].Key, lines[detail.InstanceLocation.ToString()].Value, $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}")),
        ];
    }

    /// <summary>As YAML 1.2 has it. A key without a value is none, as when it is read.</summary>
    private static JsonNode? Convert(YamlNode node, string pointer, int line, Dictionary<string, (int Key, int Value)> lines)
    {
        lines[pointer] = (line, (int)node.Start.Line);
        switch (node)
        {
            case YamlMappingNode section:
                var members = new JsonObject();
                foreach ((YamlNode key, YamlNode value) in section)
                {
                    string inner = $"{pointer}/{$"{key}".Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
                    if (Convert(value, inner, (int)key.Start.Line, lines) is { } member)
                    {
                        members[$"{key}"] = member;
                    }
                }

                return members;
            case YamlSequenceNode list:
                return new JsonArray([.. list.Select((item, i) => Convert(item, $"{pointer}/{i}", (int)item.Start.Line, lines))]);
            default:
                return Scalar((YamlScalarNode)node);
        }
    }

    private static JsonNode? Scalar(YamlScalarNode scalar) => scalar switch
    {
        { Style: not ScalarStyle.Plain } => scalar.Value,
        { Value: null or "" or "~" or "null" } => null,
        { Value: "true" or "True" or "TRUE" } => true,
        { Value: "false" or "False" or "FALSE" } => false,
        { Value: var text } when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => whole,
        { Value: var text } when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => number,
        _ => scalar.Value,
    };
}
