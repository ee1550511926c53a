using System.Text.RegularExpressions;

namespace ScriptGrid.Tests.Documentation.OpenApi;

/// <summary>The table of <c>docs/api.md</c> that says what each parameter means.</summary>
internal static partial class ParameterTable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "api.md"));

    /// <summary>What the table says of a parameter, without marks.</summary>
    public static string MeaningOf(string parameter)
    {
        Match row = Row().Matches(Page).First(row => row.Groups["name"].Value == parameter);
        return Mark().Replace(row.Groups["meaning"].Value, "${text}");
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<meaning>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]+\)|`(?<text>[^`]+)`")]
    private static partial Regex Mark();
}
