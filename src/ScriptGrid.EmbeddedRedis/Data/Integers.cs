using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Integers as text, and back in the only way Redis accepts: no sign but a minus, no leading zero, no blank.</summary>
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

    /// <summary>As C's <c>strtoul</c> reads a cursor: a sign is taken, blanks before it are not.</summary>
    internal static bool TryParseCursor(ReadOnlySpan<byte> text, out ulong value)
    {
        bool negative = text.StartsWith("-"u8);
        ReadOnlySpan<byte> digits = negative || text.StartsWith("+"u8) ? text[1..] : text;
        value = 0;
        int end = digits.IndexOf((byte)0); // Where C's text ends.
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
