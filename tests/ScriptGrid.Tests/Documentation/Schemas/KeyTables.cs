using System.Text.RegularExpressions;

namespace ScriptGrid.Tests.Documentation.Schemas;

/// <summary>The tables of keys that <c>docs/configuration.md</c> and <c>docs/discovery.md</c> have, under their headings.</summary>
internal static partial class KeyTables
{
    private static readonly Dictionary<(string Heading, string Key), string> Meanings = Read("configuration.md").Concat(Read("discovery.md"))
        .DistinctBy(static row => row.Key).ToDictionary();

    /// <summary>What a page says of a key below a heading; null where it says nothing.</summary>
    public static string? MeaningOf(string heading, string key) => Meanings.GetValueOrDefault((heading, key));

    /// <summary>Every key below a heading.</summary>
    public static IEnumerable<string> KeysOf(string heading) => Meanings.Keys.Where(row => row.Heading == heading).Select(static row => row.Key);

    private static IEnumerable<KeyValuePair<(string Heading, string Key), string>> Read(string page)
    {
        string heading = "";
        string[] columns = [];
        bool isCode = false;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", page)))
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            string[] cells = [.. Bar().Split(line).Select(static cell => cell.Trim())];
            if (line.StartsWith('#') && !isCode)
            {
                heading = line.TrimStart('#').Trim();
            }
            else if (!line.StartsWith('|'))
            {
                columns = [];
            }
            else if (columns.Length == 0)
            {
                columns = cells;
            }
            else if (Array.IndexOf(columns, "key") is > 0 and int at && !cells[1].StartsWith("--", StringComparison.Ordinal))
            {
                int usual = Array.IndexOf(columns, "default");
                foreach (Match key in Code().Matches(cells[at]))
                {
                    yield return KeyValuePair.Create((heading, key.Groups[1].Value), Text(cells[^2], usual < 0 ? "" : cells[usual]));
                }
            }
        }
    }

    private static string Text(string meaning, string usual)
    {
        string text = Plain(meaning);
        return usual is "" or "none" || usual.StartsWith("required", StringComparison.Ordinal) || usual.Contains(';', StringComparison.Ordinal) ? text : $"{text}{(text.Length == 0 ? "" : ". ")}Default: {Plain(usual)}";
    }

    private static string Plain(string markdown) => Mark().Replace(More().Replace(markdown, ""), "${text}").Replace(@"\|", "|", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"; \[(more|the same)\]\([^)]+\)")]
    private static partial Regex More();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]+\)|`(?<text>[^`]+)`")]
    private static partial Regex Mark();
}
