using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Parses a metric's declaration: <c>gauge mail_queue_length{queue} Messages that wait in each queue.</c></summary>
internal static partial class MetricDeclarationText
{
    /// <summary>The words with which a declaration can begin.</summary>
    public static readonly ImmutableArray<string> Types = [.. Enum.GetNames<MetricType>().Select(static name => name.ToLowerInvariant())];

    /// <summary>Returns the declaration; null, with the problem, if the text is invalid.</summary>
    public static MetricDeclaration? Parse(string text, out string problem)
    {
        string word = text.Split([' ', '\t'], 2)[0];
        if (!Types.Contains(word))
        {
            problem = $"\"{word}\" is not a type of metric; write one of {string.Join(", ", Types)}{NearestName.Hint(word, Types.Add("allow"))}";
            return null;
        }

        Match match = Declaration().Match(text);
        if (!match.Success)
        {
            problem = $"\"{text}\" is not a declaration; write {word} name{{label,label}} and a sentence of help";
            return null;
        }

        ImmutableArray<string> labels = [.. match.Groups["labels"].Value.Split(',').Select(static label => label.Trim()).Where(static label => label.Length > 0)];
        var metric = new MetricDeclaration(
            Enum.Parse<MetricType>(word, ignoreCase: true), match.Groups["name"].Value, labels, match.Groups["help"].Value.Trim());
        problem = Problem(metric) ?? "";
        return problem.Length == 0 ? metric : null;
    }

    private static string? Problem(MetricDeclaration metric)
    {
        if (!MetricName().IsMatch(metric.Name))
        {
            return $"\"{metric.Name}\" is not a name of a metric; use letters, digits, underscores and colons, no digit first";
        }

        foreach (string label in metric.Labels)
        {
            if (!LabelRules.IsName(label) || label.StartsWith("__", StringComparison.Ordinal))
            {
                return $"{metric.Name}: \"{label}\" is not a label name; use letters, digits and underscores, no digit first, not two underscores first";
            }

            if (label == metric.BoundLabel)
            {
                return $"{metric.Name}: a {metric.Type.ToString().ToLowerInvariant()} has the label {label} automatically; leave it out";
            }
        }

        return metric.Labels.Distinct().Count() == metric.Labels.Length ? null : $"{metric.Name}: two of its labels have the same name";
    }

    [GeneratedRegex(@"^[a-z]+[ \t]+(?<name>[^\s{]+)[ \t]*(\{(?<labels>[^{}]*)\})?(?<help>([ \t].*)?)\z")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^[A-Za-z_:][A-Za-z0-9_:]*\z")]
    private static partial Regex MetricName();
}
