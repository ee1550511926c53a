using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>Shows bytes as text for people: as UTF-8, with <c>\xNN</c> for each byte that is not UTF-8.</summary>
internal static partial class ReadableText
{
    internal static string Of(ReadOnlySpan<byte> bytes) => Write(bytes, isQuoted: false);

    /// <summary>
    /// Returns the text such that other bytes always have another text. Only names that could be confused differ from <see cref="Of"/>: if a name has a byte
    /// that is not UTF-8, or text that looks like one, each of its own backslashes is doubled.
    /// </summary>
    internal static string Unique(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.Contains((byte)'\\') || (Utf8.IsValid(bytes) && !LooksLikeBytes().IsMatch(Encoding.UTF8.GetString(bytes))))
        {
            return Of(bytes);
        }

        var doubled = new List<byte>(bytes.Length + 8);
        foreach (byte value in bytes)
        {
            doubled.Add(value);
            if (value == (byte)'\\')
            {
                doubled.Add(value);
            }
        }

        return Of(doubled.ToArray());
    }

    /// <summary>Returns the text in double quotes on one line, with quotes, backslashes and control characters escaped.</summary>
    internal static string Quoted(ReadOnlySpan<byte> bytes) => Write(bytes, isQuoted: true);

    /// <summary>Returns a name for a line of text: as it is if it is one visible word, otherwise quoted.</summary>
    internal static string Word(ReadOnlySpan<byte> bytes)
    {
        string text = Of(bytes);
        bool isWord = text.Length > 0 && text.AsSpan().IndexOfAny(" \"\\") < 0 && !text.EnumerateRunes().Any(IsInvisible);
        return isWord ? text : Quoted(bytes);
    }

    private static string Write(ReadOnlySpan<byte> bytes, bool isQuoted)
    {
        var text = new StringBuilder(bytes.Length + 2);
        text.Append(isQuoted ? "\"" : "");
        while (!bytes.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int count);
            if (status != OperationStatus.Done)
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{bytes[0]:x2}");
                count = 1;
            }
            else if (isQuoted)
            {
                AppendEscaped(text, rune);
            }
            else
            {
                text.Append(rune.ToString());
            }

            bytes = bytes[count..];
        }

        text.Append(isQuoted ? "\"" : "");
        return text.ToString();
    }

    private static void AppendEscaped(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            case '"' or '\\':
                text.Append('\\').Append((char)rune.Value);
                break;
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            default:
                AppendVisible(text, rune);
                break;
        }
    }

    /// <summary>Appends a character; of one that is not visible, such as the escape that colours a terminal, the bytes.</summary>
    private static void AppendVisible(StringBuilder text, Rune rune)
    {
        if (!IsInvisible(rune))
        {
            text.Append(rune.ToString());
            return;
        }

        Span<byte> bytes = stackalloc byte[4];
        foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
        {
            text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        }
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    [GeneratedRegex(@"\\x[89a-f][0-9a-f]")]
    private static partial Regex LooksLikeBytes();
}
