using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Formats integers, and parses them in the only form that Redis accepts: no sign except a minus, no leading zeros, no blanks.</summary>
internal static class Integers
{
    private const int MaxDigits = 20;
    private static readonly byte[][] Small = [.. Enumerable.Range(0, 1024).Select(static i => Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)))];

    internal static byte[] ToBytes(long value)
    {
        if (value >= 0 && value < Small.Length)
        {
            return Small[value];
        }

        Span<byte> text = stackalloc byte[MaxDigits + 1];
        Utf8Formatter.TryFormat(value, text, out int length);
        return text[..length].ToArray();
    }

    internal static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > MaxDigits)
        {
            return false;
        }

        if (text.Length == 1 && text[0] == '0')
        {
            return true;
        }

        byte first = text[0] == '-' && text.Length > 1 ? text[1] : text[0];
        return first is >= (byte)'1' and <= (byte)'9'
            && Utf8Parser.TryParse(text, out value, out int used)
            && used == text.Length;
    }

    /// <summary>Parses a cursor like C's <c>strtoul</c>: a sign is allowed, but no blanks before it.</summary>
    internal static bool TryParseCursor(ReadOnlySpan<byte> text, out ulong value)
    {
        bool negative = text.StartsWith("-"u8);
        ReadOnlySpan<byte> digits = negative || text.StartsWith("+"u8) ? text[1..] : text;
        value = 0;
        int end = digits.IndexOf((byte)0); // A C string ends here.
        digits = end < 0 ? digits : digits[..end];
        if (digits.IsEmpty && end == 0 && text[0] == 0)
        {
            return true;
        }

        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !ulong.TryParse(digits, CultureInfo.InvariantCulture, out value))
        {
            return text.IsEmpty;
        }

        value = negative ? 0 - value : value;
        return true;
    }
}
