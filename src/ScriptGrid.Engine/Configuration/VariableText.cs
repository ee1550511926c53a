using System.Text;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Values of the configuration file that hold environment variables: <c>${NAME}</c> stands for the variable, and <c>$$</c> for one dollar sign. Any other
/// dollar sign is text.
/// </summary>
internal static partial class VariableText
{
    private const int MaxLength = 1024 * 1024;

    /// <summary>The text with its variables put in; <paramref name="report"/> gets what is wrong with each that cannot be.</summary>
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

        // What stands in the braces of anything but a name may be part of a password.
        report(name.Success
            ? $"{ShownName.NotSet(name.Value)}; write $${{ for the text ${{"
            : "${ must begin the name of an environment variable, as in ${NAME}; write $${ for the text ${");
        return "";
    }

    [GeneratedRegex(@"\$\$|\$\{((?<name>[A-Za-z_][A-Za-z0-9_]*)\})?")]
    private static partial Regex Reference();
}
