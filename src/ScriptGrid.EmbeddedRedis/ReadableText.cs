using System.Buffers;
using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>Shows bytes as text for people: as UTF-8, with <c>\xNN</c> for each byte that is not UTF-8.</summary>
internal static class ReadableText
{
    internal static string Of(ReadOnlySpan<byte> bytes) => Write(bytes, isQuoted: false);

    /// <summary>Returns the text in double quotes on one line, with quotes, backslashes and control characters escaped.</summary>
    internal static string Quoted(ReadOnlySpan<byte> bytes) => Write(bytes, isQuoted: true);

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
            case < ' ' or 127:
                text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
                break;
            default:
                text.Append(rune.ToString());
                break;
        }
    }
}
