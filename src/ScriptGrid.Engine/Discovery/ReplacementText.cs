using System.Text;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// Puts what a regex found into a text as Go does it: <c>$name</c> takes the longest name that it can, so that <c>$1x</c> is the group <c>1x</c>; <c>${1}x</c> ends it;
/// <c>$$</c> is a dollar sign. A group that there is not is empty.
/// </summary>
internal static partial class ReplacementText
{
    /// <summary>The text with what was found.</summary>
    public static string Expand(string text, Match found)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var expanded = new StringBuilder();
        int at = 0;
        foreach (Match reference in Reference().Matches(text))
        {
            expanded.Append(text, at, reference.Index - at);
            expanded.Append(reference.Value == "$$" ? "$" : found.Groups[reference.Groups["name"].Value].Value);
            at = reference.Index + reference.Length;
        }

        return expanded.Append(text, at, text.Length - at).ToString();
    }

    [GeneratedRegex(@"\$\$|\$\{(?<name>\w+)\}|\$(?<name>\w+)")]
    private static partial Regex Reference();
}
