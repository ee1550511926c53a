using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Documentation.Schemas;

/// <summary>Makes JSON Schemas of files: keys and kinds from those that read them, texts from the pages.</summary>
internal sealed class ConfigurationSchema
{
    private const string Place = "https://raw.githubusercontent.com/scriptgrid/scriptgrid/main/docs/schema/";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AskedKeys _asked;
    private readonly bool _takesVariables;
    private readonly Func<string, string, string> _meaningOf;

    private ConfigurationSchema(AskedKeys asked, bool takesVariables, Func<string, string, string> meaningOf) =>
        (_asked, _takesVariables, _meaningOf) = (asked, takesVariables, meaningOf);

    /// <summary>What a section cannot do without. Tests have the program refuse what lacks it.</summary>
    public static IReadOnlyDictionary<string, string> Required { get; } = new Dictionary<string, string>
    {
        ["scripts[]"] = "file",
        ["global.collectors[]"] = "name",
        ["target_groups[].collectors[]"] = "name",
        ["target_groups[].file_sd"] = "files",
        ["target_groups[].http_sd"] = "url",
        ["target_groups[].dns"] = "names",
        ["target_groups[].redis_cluster"] = "seeds",
        ["target_groups[].sentinel"] = "addresses",
    };

    /// <summary>That of a configuration file.</summary>
    public static string OfConfiguration() => new ConfigurationSchema(AskedKeys.OfConfiguration(), takesVariables: true, KeyMeanings.OfConfiguration)
        .Whole("scriptgrid", "The configuration file of ScriptGrid, of serve and silo alike. Every key is in docs/configuration.md.");

    /// <summary>That of the file that <c>web.config_file</c> names.</summary>
    public static string OfWebConfiguration() => new ConfigurationSchema(AskedKeys.OfWebConfiguration(), takesVariables: false, KeyMeanings.OfWebConfiguration)
        .Whole("web", "The file that --web.config.file names, in the format of Prometheus' exporter toolkit, as ScriptGrid takes it.");

    private string Whole(string name, string description)
    {
        JsonObject schema = new()
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["$id"] = $"{Place}{name}.schema.json",
            ["title"] = $"{name}.yml",
            ["description"] = description,
        };
        foreach ((string key, JsonNode? value) in Section(""))
        {
            schema[key] = value!.DeepClone();
        }

        return schema.ToJsonString(Indented) + "\n";
    }

    private JsonObject Section(string path)
    {
        var properties = new JsonObject();
        foreach ((string key, List<(KeyShape Shape, ValueKind? Kind)> reads) in _asked.Of(path))
        {
            string inner = path.Length == 0 ? key : $"{path}.{key}";
            JsonObject[] forms = [.. FormsOf(inner, reads)];
            JsonObject value = forms is [var one] ? one : new JsonObject { ["anyOf"] = new JsonArray([.. forms]) };
            properties[key] = Described(value, DescriptionOf(path, key, reads));
        }

        var section = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (Required.TryGetValue(path, out string? required))
        {
            section["required"] = new JsonArray(required);
        }

        section["properties"] = properties;
        return section;
    }

    private string DescriptionOf(string path, string key, List<(KeyShape Shape, ValueKind? Kind)> reads)
    {
        string meaning = _meaningOf(path, key);
        string? expected = reads.Where(static read => read.Kind is { Words.IsEmpty: true } kind && kind != ValueKinds.Boolean).Select(static read => read.Kind!.Expected).FirstOrDefault();
        return expected is null ? meaning : $"{meaning}{(meaning.EndsWith('.') ? "" : ".")} Expected: {expected}.";
    }

    private IEnumerable<JsonObject> FormsOf(string path, List<(KeyShape Shape, ValueKind? Kind)> reads)
    {
        foreach (IGrouping<KeyShape, ValueKind?> read in reads.GroupBy(static read => read.Shape, static read => read.Kind).OrderBy(static read => read.Key))
        {
            ValueKind? kind = read.FirstOrDefault(static kind => kind is not null);
            JsonObject? form = read.Key switch
            {
                KeyShape.Value => KindSchema.Of(kind, _takesVariables),
                KeyShape.Values when reads.Any(static other => other.Shape == KeyShape.DifferentValues) => null,
                KeyShape.Values => List(KindSchema.Of(kind, _takesVariables)),
                KeyShape.DifferentValues => Different(List(KindSchema.Of(kind, _takesVariables))),
                KeyShape.Section => Section(path),
                KeyShape.Sections => List(Section($"{path}[]")),
                KeyShape.ValuesOrSections => List(new JsonObject { ["anyOf"] = new JsonArray(KindSchema.Of(null, _takesVariables), Section($"{path}[]")) }),
                _ => new JsonObject { ["type"] = "object", ["additionalProperties"] = KindSchema.Of(kind, _takesVariables) },
            };
            if (form is not null)
            {
                yield return form;
            }
        }
    }

    private static JsonObject Described(JsonObject schema, string description)
    {
        schema.Insert(0, "description", description);
        return schema;
    }

    private static JsonObject List(JsonNode items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Different(JsonObject list)
    {
        list["uniqueItems"] = true;
        return list;
    }
}
