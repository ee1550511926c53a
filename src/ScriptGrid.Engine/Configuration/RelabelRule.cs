using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>The action of a rule, named as in Prometheus.</summary>
internal enum RelabelAction
{
    /// <summary>Sets a label if the regex matches.</summary>
    Replace,

    /// <summary>Keeps only targets that the regex matches.</summary>
    Keep,

    /// <summary>Drops targets that the regex matches.</summary>
    Drop,

    /// <summary>Copies labels whose names the regex matches to other names.</summary>
    LabelMap,
}

/// <summary>One rule about the labels of found targets, as in Prometheus' <c>relabel_configs</c>.</summary>
internal sealed record RelabelRule
{
    public RelabelAction Action { get; init; }

    /// <summary>The labels whose values the regex is matched against.</summary>
    public ImmutableArray<string> SourceLabels { get; init; } = [];

    /// <summary>The separator between these values.</summary>
    public string Separator { get; init; } = ";";

    /// <summary>The regex. It has to match the whole text.</summary>
    public required Regex Regex { get; init; }

    /// <summary>The label to set. Its name may refer to groups of the regex.</summary>
    public string TargetLabel { get; init; } = "";

    /// <summary>The value to set; <c>$1</c> in it refers to the regex's first group.</summary>
    public string Replacement { get; init; } = "$1";

    /// <summary>Compiles the regex of a rule. Like Prometheus' own regexes it does not backtrack, so matching takes linear time.</summary>
    /// <param name="pattern">The pattern, with its anchors.</param>
    /// <exception cref="ArgumentException">The pattern is not a valid regex.</exception>
    /// <exception cref="NotSupportedException">The pattern needs backtracking.</exception>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
}
