using System.Text.RegularExpressions;

namespace ScriptGrid.Tests.Contrib.Library;

/// <summary>What a script of contrib says of itself in its leading comments.</summary>
internal sealed partial class ScriptHeader
{
    private readonly Dictionary<string, string> _items = [];

    private ScriptHeader(string summary) => Summary = summary;

    /// <summary>What it is for: the text before the items.</summary>
    public string Summary { get; }

    /// <summary>What it gives.</summary>
    public string Result => _items["Result"];

    /// <summary>What it costs.</summary>
    public string Cost => _items["Cost"];

    /// <summary>The oldest server that it runs on.</summary>
    public string Servers => _items["Needs"].Split("; ", 2)[0];

    /// <summary>What a user needs to be allowed.</summary>
    public string Acl => _items["Needs"].Split("; ", 2)[1].Replace(" for an ACL user", "", StringComparison.Ordinal);

    /// <summary>The rules for commands among <see cref="Acl"/>.</summary>
    public IEnumerable<string> Commands => CommandRule().Matches(Acl).Select(static match => match.Value);

    /// <summary>Reads the comments up to the first line that is none, or that declares a metric.</summary>
    public static ScriptHeader Read(string script)
    {
        string[] lines =
        [
            .. script.Split('\n')
                .SkipWhile(static line => line.StartsWith("--!", StringComparison.Ordinal))
                .TakeWhile(static line => line.StartsWith("--", StringComparison.Ordinal))
                .Select(static line => line[2..].TrimEnd()),
        ];
        string[] summary = [.. lines.TakeWhile(static line => line.Length > 0).Select(static line => line.Trim())];
        var header = new ScriptHeader(string.Join(' ', summary));
        string item = "";
        foreach (string line in lines.Skip(summary.Length + 1).TakeWhile(static line => line.Length > 0))
        {
            if (Item().Match(line) is { Success: true } begin)
            {
                item = begin.Groups[1].Value;
                header._items[item] = begin.Groups[2].Value;
            }
            else
            {
                header._items[item] += " " + line.Trim();
            }
        }

        return header;
    }

    [GeneratedRegex(@"^ (\w+(?:\[\d\])?) +(.*)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"\+[a-z_|]+")]
    private static partial Regex CommandRule();
}
