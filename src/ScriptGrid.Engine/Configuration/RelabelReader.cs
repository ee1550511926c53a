using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads a group's <c>relabel</c>.</summary>
internal static class RelabelReader
{
    /// <summary>The key of the list.</summary>
    public const string Key = "relabel";

    private static readonly PrometheusPattern EveryText = new("(.*)");

    private static readonly ValueKind<RelabelAction> Action = ValueKinds.Choice(
        ("replace", RelabelAction.Replace), ("keep", RelabelAction.Keep), ("drop", RelabelAction.Drop), ("labelmap", RelabelAction.LabelMap));

    private static readonly ValueKind<string> LabelName = new(
        "a label name: letters, digits and underscores, no digit first",
        static (string text, out string value) =>
        {
            value = text;
            return LabelRules.IsName(text);
        });

    private static readonly ValueKind<string> TargetLabel = new(
        "a label name, which may contain $1 for the regex's first group",
        static (string text, out string value) =>
        {
            value = text;
            return LabelRules.IsName(text.Replace("$", "_", StringComparison.Ordinal).Replace("{", "_", StringComparison.Ordinal).Replace("}", "_", StringComparison.Ordinal));
        });

    private static readonly ValueKind<PrometheusPattern> Pattern = new("a regular expression in the syntax of Prometheus", TryPattern);

    /// <summary>Reads the rules, in order.</summary>
    public static ImmutableArray<RelabelRule> Read(Section section) =>
        [.. section.Sections(Key).Select(rule => Section.Read(rule, section.Problems, ReadRule))];

    private static RelabelRule ReadRule(Section section, RelabelAction action)
    {
        bool compares = action != RelabelAction.LabelMap;
        bool sets = action is RelabelAction.Replace or RelabelAction.LabelMap;
        Refuse(section, action, !compares, "source_labels", "separator");
        Refuse(section, action, action != RelabelAction.Replace, "target_label");
        Refuse(section, action, !sets, "replacement");
        PrometheusPattern pattern = section.Object("regex", Pattern) ?? EveryText;
        return new RelabelRule
        {
            Action = action,
            SourceLabels = [.. section.Values("source_labels", LabelName)],
            Separator = section.Text("separator") ?? ";",
            Regex = pattern.Regex,
            TargetLabel = pattern.WithNumbers(section.Text("target_label", TargetLabel) ?? ""),
            Replacement = pattern.WithNumbers(section.Text("replacement") ?? "$1"),
        };
    }

    private static RelabelRule ReadRule(Section section)
    {
        RelabelAction action = section.Value("action", Action) ?? RelabelAction.Replace;
        string? missing = action switch
        {
            RelabelAction.Replace => "target_label",
            RelabelAction.LabelMap => "regex",
            _ => "source_labels",
        };
        if (!section.Has(missing))
        {
            section.Problems.Error(section.Place, $"the rule lacks {missing}");
        }

        return ReadRule(section, action);
    }

    private static void Refuse(Section section, RelabelAction action, bool isRefused, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (isRefused && section.Has(key))
            {
                section.Error(key, section.PlaceOf(key), $"it has no effect with action: {action.ToString().ToLowerInvariant()}; leave it out");
            }
        }
    }

    private static bool TryPattern(string text, out PrometheusPattern value)
    {
        value = null!;
        try
        {
            value = new PrometheusPattern(text);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
