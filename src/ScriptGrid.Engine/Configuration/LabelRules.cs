using System.Text.RegularExpressions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>The rules for labels that a configuration may add to series.</summary>
internal static partial class LabelRules
{
    private const string RoleKey = "role_label";

    private static readonly string[] Reserved = ["filename", "key", "agg", "reason", "result", "le", "quantile", "certificate"];

    /// <summary>Whether the text consists of letters, digits and underscores and does not start with a digit.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>Returns why a label cannot be added; null if it can.</summary>
    public static string? Problem(string name, string? targetLabel = null, string? roleLabel = null)
    {
        if (!IsName(name))
        {
            return $"\"{name}\" is not a label name; use letters, digits and underscores, no digit first";
        }

        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            return $"{name} is reserved by Prometheus, as are all names that start with __; rename the label";
        }

        return name == targetLabel || name == roleLabel || Reserved.Contains(name) ? $"{name} is a label that ScriptGrid sets itself; rename the label" : null;
    }

    /// <summary>Reads the <c>role_label</c> of a section; null if there is none.</summary>
    public static string? ReadRole(Section section, string targetLabel)
    {
        string? role = section.Text(RoleKey, ValueKinds.TargetLabel);
        if (role == targetLabel)
        {
            section.Error(RoleKey, section.PlaceOf(RoleKey), $"{role} is the label that holds the target; give the role another label");
        }

        return role;
    }

    /// <summary>Reads the <c>labels</c> of a section.</summary>
    public static LabelSet Read(Section section, string targetLabel, string? roleLabel)
    {
        List<KeyValuePair<string, string>> labels = [];
        foreach ((string name, TextNode value) in section.Map("labels"))
        {
            labels.Add(new(name, value.Text));
            if (Problem(name, targetLabel, roleLabel) is { } problem)
            {
                section.Error("labels", value.Place, problem);
            }
        }

        return LabelSet.From(labels);
    }

    /// <summary>Whether the text can name a cluster, a service or a silo in every place that stores such names.</summary>
    public static bool IsClusterName(string text) => ClusterName().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,100}\z")]
    private static partial Regex ClusterName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Name();
}
