using System.Globalization;
using System.Text;

namespace ScriptGrid.Hosting;

/// <summary>
/// Turns text from servers and scripts into one line that cannot affect a terminal or the lines around it: control characters, line breaks and marks that
/// change the direction of writing are escaped.
/// </summary>
internal static class OneLine
{
    /// <summary>
    /// Returns the text with unsafe characters as <c>\n</c>, <c>\x1b</c> or <c>\u202e</c>. Returns the same instance if all characters are safe.
    /// </summary>
    public static string Of(string text)
    {
        int unsafeAt = 0;
        while (unsafeAt < text.Length && IsSafe(text[unsafeAt]))
        {
            unsafeAt++;
        }

        if (unsafeAt == text.Length)
        {
            return text;
        }

        var line = new StringBuilder(text, 0, unsafeAt, text.Length + 16);
        foreach (char character in text.AsSpan(unsafeAt))
        {
            _ = IsSafe(character) ? line.Append(character) : line.Append(Escape(character));
        }

        return line.ToString();
    }

    private static bool IsSafe(char character) => character is >= ' ' and < '\x7f'
        || (character >= '\xa0' && CharUnicodeInfo.GetUnicodeCategory(character) is not
            (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    private static string Escape(char character) => character switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < '\x100' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
    };
}
