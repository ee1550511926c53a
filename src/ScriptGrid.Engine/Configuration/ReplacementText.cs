using System.Text;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Expands references to regex groups as Go does. <c>$name</c> takes the longest possible name, so <c>$1x</c> is the group <c>1x</c>; write
/// <c>${1}x</c> for group 1. <c>$$</c> is a dollar sign. A group that does not exist is empty.
/// </summary>
internal static partial class ReplacementText
{
    /// <summary>Returns the text with its references expanded.</summary>
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

    /// <summary>Returns the text with references to named groups replaced by references to their numbers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="numbers">The number of each named group.</param>
    public static string WithNumbers(string text, IReadOnlyDictionary<string, int> numbers) => Reference().Replace(
        text, reference => numbers.TryGetValue(reference.Groups["name"].Value, out int number) ? $"${{{number}}}" : reference.Value);

    [GeneratedRegex(@"\$\$|\$\{(?<name>\w+)\}|\$(?<name>\w+)")]
    private static partial Regex Reference();
}
