using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>What a rule does, by Prometheus' names.</summary>
internal enum RelabelAction
{
    /// <summary>Sets a label, where the regex matches.</summary>
    Replace,

    /// <summary>Keeps only targets that the regex matches.</summary>
    Keep,

    /// <summary>Drops targets that the regex matches.</summary>
    Drop,

    /// <summary>Copies labels whose names the regex matches to other names.</summary>
    LabelMap,
}

/// <summary>One rule about the labels of targets that are found, as Prometheus' <c>relabel_configs</c> has them.</summary>
internal sealed record RelabelRule
{
    public RelabelAction Action { get; init; }

    /// <summary>The labels whose values are looked at.</summary>
    public ImmutableArray<string> SourceLabels { get; init; } = [];

    /// <summary>What stands between these values.</summary>
    public string Separator { get; init; } = ";";

    /// <summary>It has to match from the first to the last character.</summary>
    public required Regex Regex { get; init; }

    /// <summary>The label to set; what the regex found may be part of its name.</summary>
    public string TargetLabel { get; init; } = "";

    /// <summary>The value to set, in which <c>$1</c> is what the regex's first group found.</summary>
    public string Replacement { get; init; } = "$1";

    /// <summary>A regex of a rule. Without backtracking, as Prometheus' own: none takes longer than the text is long.</summary>
    /// <param name="pattern">With its anchors.</param>
    /// <exception cref="ArgumentException">It is no regex.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
}
