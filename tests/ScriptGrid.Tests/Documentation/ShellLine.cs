using System.Text;

namespace ScriptGrid.Tests.Documentation;

/// <summary>A line as shells read it, as far as the pages need it: commands, and their words without quotes.</summary>
internal static class ShellLine
{
    private const string Operators = "|&;()<>";

    /// <summary>The commands of a line, a comment behind them left out. What stands behind <c>&gt;</c> and <c>&lt;</c> is a command too, of one word.</summary>
    public static IEnumerable<string[]> Commands(string line)
    {
        List<string> words = [];
        StringBuilder word = new();
        bool isWord = false;
        char quote = '\0';
        foreach (char character in line + ";")
        {
            if (quote != '\0')
            {
                quote = character == quote ? '\0' : quote;
                _ = quote == '\0' ? word : word.Append(character);
            }
            else if (character is '\'' or '"')
            {
                (quote, isWord) = (character, true);
            }
            else if (character == '#' && !isWord)
            {
                break;
            }
            else if (character == ' ' || Operators.Contains(character))
            {
                words.AddRange(isWord ? [word.ToString()] : []);
                word.Clear();
                isWord = false;
                if (character != ' ' && words.Count > 0)
                {
                    yield return [.. words];
                    words.Clear();
                }
            }
            else
            {
                word.Append(character);
                isWord = true;
            }
        }

        if (words.Count > 0)
        {
            yield return [.. words];
        }
    }

    /// <summary>What a command gives to <c>scriptgrid</c>, however that is started; null where it starts something else.</summary>
    public static string[]? Arguments(string[] command)
    {
        string[] words = [.. command.SkipWhile(static word => word is "sudo" || (word.Contains('=', StringComparison.Ordinal) && !word.StartsWith('-')))];
        int program = words switch
        {
            ["scriptgrid" or "bin/scriptgrid", ..] => 0,
            ["docker" or "podman", "run", ..] => Array.IndexOf(words, "scriptgrid") is var image && image + 1 < words.Length && !words[image + 1].StartsWith('-') ? image : -1,
            ["dotnet", "run", "--project", "src/ScriptGrid", ..] => Array.IndexOf(words, "--"),
            _ => -1,
        };
        return program < 0 ? null : words[(program + 1)..];
    }
}
