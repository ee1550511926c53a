using System.Text;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads the directives that a script's own text contains for ScriptGrid: comments of the form <c>-- scriptgrid: gauge …</c>.</summary>
internal static class ScriptDirectives
{
    private const string Mark = "scriptgrid:";
    private const string LineWord = "line ";

    /// <summary>
    /// Returns the directives, each with its line (starting at 1) and whether it precedes all code. Leaves out <c>allow</c>, which only <c>check</c>
    /// uses.
    /// </summary>
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

    /// <summary>Returns the template by which lines of text are parsed, if the directive gives one; null otherwise.</summary>
    public static string? LineOf(string directive) =>
        directive.StartsWith(LineWord, StringComparison.Ordinal) ? directive[LineWord.Length..].Trim() : null;

    /// <summary>Returns the line templates of a script.</summary>
    public static IEnumerable<string> Lines(ReadOnlyMemory<byte> body) =>
        Read(body).Where(static directive => directive.IsLeading).Select(static directive => LineOf(directive.Text)).OfType<string>();

    private static bool IsAllow(string directive) => directive.Split([' ', '\t', ','], 2)[0].Equals("allow", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the text that ends a block comment starting here; null if the comment ends on its line.</summary>
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
