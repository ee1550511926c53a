using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// Parses a list of targets in the format of Prometheus' file-based and HTTP service discovery: a list of groups, each with <c>targets</c> and
/// <c>labels</c>, in JSON or YAML.
/// </summary>
internal static class TargetListReader
{
    /// <summary>The largest number of targets in a list.</summary>
    public const int MaxTargets = 100_000;

    private const string Expected = """a list such as [{"targets": ["10.0.0.1:6379"], "labels": {"zone": "a"}}]""";

    /// <summary>Returns the targets of a JSON list; null, with the problem, if it is invalid.</summary>
    /// <param name="bytes">The list.</param>
    /// <param name="name">The name of the list in messages.</param>
    /// <param name="meta">Labels that every target gets.</param>
    /// <param name="problem">What is wrong.</param>
    public static ImmutableArray<FoundTarget>? ReadJson(ReadOnlySpan<byte> bytes, string name, LabelSet meta, out string problem)
    {
        try
        {
            IEnumerable<ListedGroup?>? groups = JsonSerializer.Deserialize<ListedGroup?[]>(bytes);
            problem = groups is null ? $"{name} must hold {Expected}" : "";
            return groups is null ? null : Flatten(groups, name, meta, out problem);
        }
        catch (JsonException exception)
        {
            long line = 1 + (exception.LineNumber ?? 0);
            string path = exception.Path is { Length: > 0 } at ? $", wrong at {at}" : "";
            problem = string.Create(CultureInfo.InvariantCulture, $"{name}:{line}: this is not {Expected}{path}");
            return null;
        }
    }

    /// <inheritdoc cref="ReadJson"/>
    public static ImmutableArray<FoundTarget>? ReadYaml(byte[] bytes, string name, LabelSet meta, out string problem)
    {
        if (Utf8Text.Decode(bytes, name, out problem) is not { } text)
        {
            return null;
        }

        var problems = new Problems();
        ConfigurationNode? root = YamlReader.ReadAny(text, name, problems);
        List<ListedGroup> groups = [];
        if (root is ListNode list)
        {
            groups.AddRange(list.Items.Select(item => ReadGroup(item, problems)).OfType<ListedGroup>());
        }
        else if (!problems.HasErrors)
        {
            problems.Error(root?.Place ?? new Place(SettingOrigin.File, name, 1, ""), $"this is not {Expected}");
        }

        problem = problems.HasErrors ? problems.Errors()[0] : "";
        return problems.HasErrors ? null : Flatten(groups, name, meta, out problem);
    }

    private static ListedGroup? ReadGroup(ConfigurationNode node, Problems problems)
    {
        if (node is SectionNode section)
        {
            return Section.Read(section, problems, static group => new ListedGroup
            {
                Targets = [.. (group.List("targets") ?? []).Select(static target => target.Text)],
                Labels = group.Map("labels").ToDictionary(static label => label.Key, static label => (string?)label.Value.Text),
            });
        }

        problems.Error(node.Place, $"expected a section with targets and labels, found {node.Kind}");
        return null;
    }

    private static ImmutableArray<FoundTarget>? Flatten(IEnumerable<ListedGroup?> groups, string name, LabelSet meta, out string problem)
    {
        problem = "";
        ImmutableArray<FoundTarget>.Builder targets = ImmutableArray.CreateBuilder<FoundTarget>();
        foreach (ListedGroup group in groups.OfType<ListedGroup>())
        {
            if (group.Labels?.Keys.FirstOrDefault(static label => !LabelRules.IsName(label)) is { } bad)
            {
                problem = $"{name}: \"{bad}\" is not a label name";
                return null;
            }

            LabelSet labels = LabelSet.From((group.Labels ?? []).Select(static label => KeyValuePair.Create(label.Key, label.Value ?? ""))).With(meta);
            foreach (string address in (group.Targets ?? []).Select(static address => address ?? ""))
            {
                targets.Add(new FoundTarget(address, labels));
                if (targets.Count > MaxTargets)
                {
                    problem = $"{name} lists more than {MaxTargets} targets";
                    return null;
                }
            }
        }

        return targets.DrainToImmutable();
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record ListedGroup
    {
        [JsonPropertyName("targets")]
        public string?[]? Targets { get; init; }

        [JsonPropertyName("labels")]
        public Dictionary<string, string?>? Labels { get; init; }
    }
}
