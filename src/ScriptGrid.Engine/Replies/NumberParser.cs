using System.Globalization;

namespace ScriptGrid.Engine.Replies;

/// <summary>Reads the numbers that scripts return as text.</summary>
internal static class NumberParser
{
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>
    /// Parses a decimal number, or infinity or NaN as Lua and Go print them, in upper or lower case. Hexadecimal numbers, blanks and commas are not accepted,
    /// nor are decimals that overflow a double.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (TryParseShortInteger(text, out value))
        {
            return true;
        }

        ReadOnlySpan<byte> digits = WithoutSign(text, out bool isNegative);
        if (digits.IsEmpty)
        {
            return false;
        }

        return char.IsAsciiLetter((char)digits[0])
            ? TryParseWord(digits, isNegative, out value)
            : digits[0] is (byte)'.' or (>= (byte)'0' and <= (byte)'9')
                && double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out value)
                && double.IsFinite(value);
    }

    /// <summary>Returns the text after one leading sign, if there is one.</summary>
    public static ReadOnlySpan<byte> WithoutSign(ReadOnlySpan<byte> text, out bool isNegative)
    {
        isNegative = !text.IsEmpty && text[0] == (byte)'-';
        return isNegative || (!text.IsEmpty && text[0] == (byte)'+') ? text[1..] : text;
    }

    /// <summary>Whether the word is <c>inf</c> or <c>infinity</c>, in any case.</summary>
    public static bool IsInfinity(ReadOnlySpan<byte> word) =>
        System.Text.Ascii.EqualsIgnoreCase(word, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "infinity"u8);

    /// <summary>Whether the word is <c>nan</c>, in any case.</summary>
    public static bool IsNaN(ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(word, "nan"u8);

    private static bool TryParseWord(ReadOnlySpan<byte> word, bool isNegative, out double value)
    {
        value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        if (IsInfinity(word))
        {
            return true;
        }

        value = double.NaN;
        return IsNaN(word);
    }

    /// <summary>A fast path: most values are short whole numbers, and a double holds up to 15 digits exactly.</summary>
    private static bool TryParseShortInteger(ReadOnlySpan<byte> text, out double value)
    {
        long number = 0;
        foreach (byte digit in text)
        {
            number = (number * 10) + (digit - '0');
            if (digit is < (byte)'0' or > (byte)'9' || text.Length > 15)
            {
                value = 0;
                return false;
            }
        }

        value = number;
        return !text.IsEmpty;
    }
}
