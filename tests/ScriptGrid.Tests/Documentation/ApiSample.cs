using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ScriptGrid.Tests.Documentation;

/// <summary>Makes a sample of an answer: what differs from run to run is put in place, and long lists are cut off.</summary>
internal static partial class ApiSample
{
    private const string Time = "2026-03-01T12:00:00Z";
    private const int MaxItems = 2;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, JsonValue> Fixed = new()
    {
        ["durationSeconds"] = JsonValue.Create(0.002),
        ["lagSeconds"] = JsonValue.Create(0.004),
        ["p50"] = JsonValue.Create(0.002),
        ["p99"] = JsonValue.Create(0.003),
        ["max"] = JsonValue.Create(0.003),
        ["errorsTotal"] = JsonValue.Create(3),
    };

    /// <summary>The sample of an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="names">What is called otherwise in samples.</param>
    public static string Of(string answer, IEnumerable<(string Name, string Shown)> names)
    {
        foreach ((string name, string shown) in names)
        {
            answer = answer.Replace(name, shown, StringComparison.Ordinal);
        }

        JsonNode root = JsonNode.Parse(Times().Replace(answer, Time))!;
        Settle(root);
        return root.ToJsonString(Indented);
    }

    private static void Settle(JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members.ToArray())
                {
                    if (Shown(name, value, members) is { } shown)
                    {
                        members[name] = shown;
                    }
                    else if (value is not null)
                    {
                        Settle(value);
                    }
                }

                break;
            case JsonArray items:
                while (items.Count > MaxItems)
                {
                    items.RemoveAt(items.Count - 1);
                }

                foreach (JsonNode item in items.OfType<JsonNode>())
                {
                    Settle(item);
                }

                break;
        }
    }

    /// <summary>What is shown in place of a member; null leaves it.</summary>
    private static JsonNode? Shown(string name, JsonNode? value, JsonObject members) => (name, value) switch
    {
        (_, JsonValue) when Fixed.TryGetValue(name, out JsonValue? known) => known.DeepClone(),
        ("lines", JsonValue lines) => lines.GetValue<string>().Split('\n')[0] + "\n",
        ("cells", JsonValue cells) => string.Concat(cells.GetValue<string>().OrderDescending()),
        ("counts", JsonArray) => new JsonArray(0, 1),
        ("durations", JsonArray) => new JsonArray(null, 0.002),
        ("results", JsonArray results) => new JsonArray(null, results.Last(static result => result is not null)!.DeepClone()),
        ("points", JsonArray points) => new JsonArray(null, points.Last(static point => point is not null)!.DeepClone()),
        ("name", JsonValue) when members.ContainsKey("handOvers") => "collector-1",
        ("version", JsonValue) when members.ContainsKey("handOvers") => "1.0.0",
        _ => null,
    };

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")]
    private static partial Regex Times();
}
