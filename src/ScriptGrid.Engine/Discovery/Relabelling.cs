using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>Applies rules as Prometheus does: the label <c>__address__</c> holds the address, and an empty value removes a label.</summary>
internal static class Relabelling
{
    /// <summary>The label that holds the address.</summary>
    public const string AddressLabel = "__address__";

    /// <summary>Returns the target with its labels after all rules; null if a rule drops it.</summary>
    public static FoundTarget? Apply(ImmutableArray<RelabelRule> rules, FoundTarget target)
    {
        if (rules.IsEmpty)
        {
            return target;
        }

        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in target.Labels.Labels)
        {
            labels[name] = value;
        }

        labels[AddressLabel] = target.Address;
        if (!rules.All(rule => Keeps(rule, labels)) || !labels.Remove(AddressLabel, out string? address) || address.Length == 0)
        {
            return null;
        }

        return new FoundTarget(address, LabelSet.From(labels));
    }

    /// <summary>Applies one rule; returns false if it drops the target.</summary>
    private static bool Keeps(RelabelRule rule, SortedDictionary<string, string> labels)
    {
        if (rule.Action == RelabelAction.LabelMap)
        {
            Map(rule, labels);
            return true;
        }

        string text = string.Join(rule.Separator, rule.SourceLabels.Select(name => labels.GetValueOrDefault(name, "")));
        Match match = rule.Regex.Match(text);
        if (rule.Action == RelabelAction.Replace && match.Success)
        {
            Replace(rule, match, labels);
        }

        return rule.Action switch
        {
            RelabelAction.Keep => match.Success,
            RelabelAction.Drop => !match.Success,
            _ => true,
        };
    }

    private static void Replace(RelabelRule rule, Match match, SortedDictionary<string, string> labels)
    {
        string name = ReplacementText.Expand(rule.TargetLabel, match);
        if (LabelRules.IsName(name))
        {
            Set(labels, name, ReplacementText.Expand(rule.Replacement, match));
        }
    }

    private static void Map(RelabelRule rule, SortedDictionary<string, string> labels)
    {
        foreach ((string name, string value) in labels.ToArray())
        {
            if (rule.Regex.Match(name) is { Success: true } match && ReplacementText.Expand(rule.Replacement, match) is var other && LabelRules.IsName(other))
            {
                Set(labels, other, value);
            }
        }
    }

    private static void Set(SortedDictionary<string, string> labels, string name, string value)
    {
        if (value.Length == 0)
        {
            labels.Remove(name);
        }
        else
        {
            labels[name] = value;
        }
    }
}
