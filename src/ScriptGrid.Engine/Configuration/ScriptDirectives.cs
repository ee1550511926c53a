using System.Text;

namespace ScriptGrid.Engine.Configuration;

/// <summary>What a script's own text says to ScriptGrid: comments of the form <c>-- scriptgrid: gauge …</c>.</summary>
internal static class ScriptDirectives
{
    private const string Mark = "scriptgrid:";
    private const string LineWord = "line ";

    /// <summary>Such comments with their lines, from 1, and whether they stand before the first line of code. <c>allow</c> speaks to <c>check</c> alone.</summary>
    public static IEnumerable<(int Line, string Text, bool IsLeading)> Read(ReadOnlyMemory<byte> body)
    {
        bool isLeading = true;
        string? blockEnd = null;
        string[] lines = Encoding.UTF8.GetString(body.Span).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim(' ', '\t', '\r', '\uFEFF');
            if (blockEnd is not null)
            {
                blockEnd = line.Contains(blockEnd, StringComparison.Ordinal) ? null : blockEnd;
            }
            else if (line.StartsWith("--", StringComparison.Ordinal))
            {
                blockEnd = BlockEnd(line);
                string text = line.TrimStart('-').Trim();
                if (blockEnd is null && text.StartsWith(Mark, StringComparison.OrdinalIgnoreCase) && text[Mark.Length..].Trim() is var directive && !IsAllow(directive))
                {
                    yield return (i + 1, directive, isLeading);
                }
            }
            else
            {
                isLeading &= line.Length == 0 || (i == 0 && line.StartsWith("#!", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>The template that a directive says lines of text are read by; null where it says something else.</summary>
    public static string? LineOf(string directive) =>
        directive.StartsWith(LineWord, StringComparison.Ordinal) ? directive[LineWord.Length..].Trim() : null;

    /// <summary>The templates of a script.</summary>
    public static IEnumerable<string> Lines(ReadOnlyMemory<byte> body) =>
        Read(body).Where(static directive => directive.IsLeading).Select(static directive => LineOf(directive.Text)).OfType<string>();

    private static bool IsAllow(string directive) => directive.Split([' ', '\t', ','], 2)[0].Equals("allow", StringComparison.OrdinalIgnoreCase);

    /// <summary>What ends a comment of several lines that begins here; null where the comment ends with its line.</summary>
    private static string? BlockEnd(string line)
    {
        int level = 0;
        while (3 + level < line.Length && line[3 + level] == '=')
        {
            level++;
        }

        bool isBlock = line.Length > 3 + level && line[2] == '[' && line[3 + level] == '[';
        string end = $"]{new string('=', level)}]";
        return isBlock && !line.Contains(end, StringComparison.Ordinal) ? end : null;
    }
}
