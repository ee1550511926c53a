using System.Globalization;
using System.Text.Json.Nodes;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Documentation.Schemas;

/// <summary>The schema of a single value, by its kind.</summary>
internal static class KindSchema
{
    private const string Duration = "^(?=.)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";

    /// <summary>What may stand for any value: a text with an environment variable in it.</summary>
    private const string Variable = @"\$\{";

    /// <summary>The schema.</summary>
    /// <param name="kind">The kind; null for any text.</param>
    /// <param name="takesVariables">Whether values refer to environment variables.</param>
    public static JsonObject Of(ValueKind? kind, bool takesVariables)
    {
        JsonNode[] forms = FormsOf(kind);
        bool isAnyText = forms is [JsonObject { } text] && text["type"] is JsonArray;
        if (takesVariables && !isAnyText)
        {
            forms = [.. forms, new JsonObject { ["type"] = "string", ["pattern"] = Variable }];
        }

        return forms is [JsonObject one] ? one : new JsonObject { ["anyOf"] = new JsonArray(forms) };
    }

    private static JsonNode[] FormsOf(ValueKind? kind)
    {
        if (kind is { Words.IsEmpty: false })
        {
            return [new JsonObject { ["enum"] = new JsonArray([.. kind.Words.SelectMany(WordsOf)]) }];
        }

        return kind switch
        {
            _ when kind == ValueKinds.Boolean => [new JsonObject { ["type"] = "boolean" }, new JsonObject { ["enum"] = new JsonArray("true", "false", 1, 0, "1", "0", "t", "f", "T", "F") }],
            _ when kind == ValueKinds.Duration || kind == ValueKinds.Interval => [Text(Duration)],
            _ when kind == ValueKinds.IntervalOrNever => [new JsonObject { ["const"] = "never" }, Text(Duration)],
            _ when kind == ValueKinds.Percentage => [Text(@"^([0-9]+\.?[0-9]*|\.[0-9]+)%$")],
            _ when kind == ValueKinds.Count => [Number(1, 1_000_000_000), Text("^[0-9]+$")],
            _ when kind == ValueKinds.Port => [Number(1, 65535), Text("^[0-9]+$")],
            _ when kind == ValueKinds.PortOrNone => [Number(0, 65535), Text("^[0-9]+$")],
            _ when kind == ValueKinds.Shard => [Text("^[0-9]+/[0-9]+$")],
            _ when kind is ValueKind<string> { Parse: var parse } && !parse("", out _) => [AnyText(minLength: 1)],
            _ => [AnyText()],
        };
    }

    /// <summary>A word that looks like a number or a truth value may be written as one.</summary>
    private static IEnumerable<JsonNode> WordsOf(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? [word, number]
        : bool.TryParse(word, out bool truth) ? [word, truth]
        : [(JsonNode)word];

    /// <summary>YAML takes some texts for numbers and truth values.</summary>
    private static JsonObject AnyText(int? minLength = null)
    {
        var text = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
        if (minLength is not null)
        {
            text["minLength"] = minLength;
        }

        return text;
    }

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Number(int least, int most) => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };
}
