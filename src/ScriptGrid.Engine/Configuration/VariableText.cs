using System.Text;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Expands environment variables in values of the configuration file: <c>${NAME}</c> stands for the variable, <c>$$</c> for a dollar sign. Any other
/// dollar sign is plain text.
/// </summary>
internal static partial class VariableText
{
    private const int MaxLength = 1024 * 1024;

    /// <summary>Returns the text with its variables replaced. <paramref name="report"/> gets the problem of each that cannot be.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> environment, Action<string> report)
    {
        if (!text.Contains('$'))
        {
            return text;
        }

        var expanded = new StringBuilder();
        int at = 0;
        foreach (Match match in Reference().Matches(text))
        {
            expanded.Append(text, at, match.Index - at).Append(Value(match, environment, report));
            at = match.Index + match.Length;
            if (expanded.Length > MaxLength)
            {
                report("its variables make the value too long");
                return "";
            }
        }

        return expanded.Append(text, at, text.Length - at).ToString();
    }

    private static string Value(Match reference, IReadOnlyDictionary<string, string> environment, Action<string> report)
    {
        if (reference.Value == "$$")
        {
            return "$";
        }

        Group name = reference.Groups["name"];
        if (name.Success && environment.TryGetValue(name.Value, out string? value))
        {
            return value;
        }

        // If the braces do not contain a name, their content may be part of a password.
        report(name.Success
            ? $"{ShownName.NotSet(name.Value)}; write $${{ for the text ${{"
            : "${ must begin the name of an environment variable, as in ${NAME}; write $${ for the text ${");
        return "";
    }

    [GeneratedRegex(@"\$\$|\$\{((?<name>[A-Za-z_][A-Za-z0-9_]*)\})?")]
    private static partial Regex Reference();
}
