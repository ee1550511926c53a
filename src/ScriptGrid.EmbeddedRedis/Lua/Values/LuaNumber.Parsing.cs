using System.Globalization;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>Parses numbers like glibc's <c>strtod</c>.</summary>
internal static partial class LuaNumber
{
    /// <summary>Decimal integers with at most this many digits are exact as doubles.</summary>
    private const int ExactDigits = 15;

    /// <summary>Parsing a text of at least this length is charged. A byte costs as much as a slot of a table.</summary>
    private const int LongText = 4096;

    private static readonly double PositiveNaN = BitConverter.Int64BitsToDouble(0x7ff8_0000_0000_0000);

    /// <summary>
    /// Parses a string as <c>tonumber</c> does: blanks around it, decimal with exponent, <c>0x</c> with fraction and binary exponent, <c>inf</c> and
    /// <c>nan</c>. Returns false if it is not a number. As in C, a zero byte ends the text.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        if (text.Length >= LongText)
        {
            LuaTable.Charge?.Invoke(text.Length, 0);
        }

        int start = CountBlanks(text);
        int read = ReadPrefix(text[start..], out number);
        if (read == 0)
        {
            return false;
        }

        var rest = text[(start + read)..];
        rest = rest[CountBlanks(rest)..];
        return rest.IsEmpty || rest[0] == 0;
    }

    /// <summary>Reads the longest prefix of <paramref name="text"/> that is a number. Leading blanks are not allowed.</summary>
    /// <returns>The length of the prefix; 0 if there is none.</returns>
    internal static int ReadPrefix(ReadOnlySpan<byte> text, out double number)
    {
        int sign = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var unsigned = text[sign..];
        int read = ReadDecimal(unsigned, out number);
        if (read == 1 && number == 0 && unsigned.Length > 1 && (unsigned[1] | 0x20) == 'x')
        {
            read = Math.Max(read, ReadHexadecimal(unsigned, ref number));
        }
        else if (read == 0)
        {
            read = ReadWord(unsigned, out number);
        }

        if (sign == 1 && text[0] == '-')
        {
            number = -number;
        }

        return read == 0 ? 0 : read + sign;
    }

    /// <summary>Whether C's <c>isspace</c> accepts a character.</summary>
    internal static bool IsBlank(byte character) => character is (byte)' ' or (>= 9 and <= 13);

    private static int CountBlanks(ReadOnlySpan<byte> text)
    {
        int count = 0;
        while (count < text.Length && IsBlank(text[count]))
        {
            count++;
        }

        return count;
    }

    private static int ReadDecimal(ReadOnlySpan<byte> text, out double number)
    {
        int integral = CountDigits(text);
        int end = integral;
        int fraction = 0;
        if (end < text.Length && text[end] == '.')
        {
            fraction = CountDigits(text[(end + 1)..]);
            end += integral + fraction > 0 ? 1 + fraction : 0;
        }

        number = 0;
        if (integral + fraction == 0)
        {
            return 0;
        }

        end += CountExponent(text[end..], 'e');
        if (end <= ExactDigits && end == integral)
        {
            long value = 0;
            foreach (byte digit in text[..end])
            {
                value = (value * 10) + digit - '0';
            }

            number = value;
            return end;
        }

        double.TryParse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        return end;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    private static int CountExponent(ReadOnlySpan<byte> text, char letter)
    {
        if (text.IsEmpty || (text[0] | 0x20) != letter)
        {
            return 0;
        }

        int start = text.Length > 1 && text[1] is (byte)'-' or (byte)'+' ? 2 : 1;
        int digits = CountDigits(text[start..]);
        return digits == 0 ? 0 : start + digits;
    }

    /// <summary>Reads <c>inf</c>, <c>infinity</c>, <c>nan</c> and <c>nan(letters)</c>, ignoring case.</summary>
    private static int ReadWord(ReadOnlySpan<byte> text, out double number)
    {
        number = double.PositiveInfinity;
        if (BeginsWith(text, "infinity"))
        {
            return 8;
        }

        if (BeginsWith(text, "inf"))
        {
            return 3;
        }

        // The sign bit of .NET's own NaN is set; that of C's is not.
        number = PositiveNaN;
        if (!BeginsWith(text, "nan"))
        {
            return 0;
        }

        int end = 4;
        while (text.Length > 3 && text[3] == '(' && end < text.Length && (char.IsAsciiLetterOrDigit((char)text[end]) || text[end] == '_'))
        {
            end++;
        }

        return text.Length > 3 && text[3] == '(' && end < text.Length && text[end] == ')' ? end + 1 : 3;
    }

    private static bool BeginsWith(ReadOnlySpan<byte> text, string word)
    {
        if (text.Length < word.Length)
        {
            return false;
        }

        for (int i = 0; i < word.Length; i++)
        {
            if ((text[i] | 0x20) != word[i])
            {
                return false;
            }
        }

        return true;
    }
}
