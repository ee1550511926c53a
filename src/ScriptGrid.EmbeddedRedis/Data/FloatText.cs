using System.Globalization;
using System.Numerics;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// The text of a floating-point number, read like C's <c>strtod</c> but without blanks before it: <c>digits × 10^exponent</c>, or base 2 for a hexadecimal
/// number.
/// </summary>
internal readonly ref struct FloatText
{
    // Larger than any format can hold, and small enough to calculate with.
    private const int MaxExponent = 100_000;

    internal bool Negative { get; private init; }

    internal bool IsInfinite { get; private init; }

    internal bool IsHexadecimal { get; private init; }

    internal BigInteger Digits { get; private init; }

    /// <summary>The power of ten, or of two for a hexadecimal number.</summary>
    internal int Exponent { get; private init; }

    /// <summary>Parses the whole text. Returns false if it is not a number; NaN is not accepted either.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out FloatText number)
    {
        bool negative = text.StartsWith("-"u8);
        ReadOnlySpan<byte> body = negative || text.StartsWith("+"u8) ? text[1..] : text;
        if (Ascii.EqualsIgnoreCase(body, "inf"u8) || Ascii.EqualsIgnoreCase(body, "infinity"u8))
        {
            number = new FloatText { Negative = negative, IsInfinite = true };
            return true;
        }

        bool hexadecimal = body.Length > 2 && body[0] == '0' && (body[1] | 0x20) == 'x';
        return TryParseDigits(hexadecimal ? body[2..] : body, negative, hexadecimal, out number);
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> body, bool negative, bool hexadecimal, out FloatText number)
    {
        number = default;
        int mark = body.IndexOfAny(hexadecimal ? "pP"u8 : "eE"u8);
        ReadOnlySpan<byte> mantissa = mark < 0 ? body : body[..mark];
        int exponent = 0;
        if (mark >= 0 && !TryParseExponent(body[(mark + 1)..], out exponent))
        {
            return false;
        }

        int point = mantissa.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? mantissa : mantissa[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? [] : mantissa[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || !AreDigits(whole, hexadecimal) || !AreDigits(fraction, hexadecimal))
        {
            return false;
        }

        string digits = "0" + Encoding.ASCII.GetString(whole) + Encoding.ASCII.GetString(fraction);
        number = new FloatText
        {
            Negative = negative,
            IsHexadecimal = hexadecimal,
            Digits = BigInteger.Parse(digits, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture),
            Exponent = exponent - (fraction.Length * (hexadecimal ? 4 : 1)),
        };
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        bool negative = text.StartsWith("-"u8);
        ReadOnlySpan<byte> digits = negative || text.StartsWith("+"u8) ? text[1..] : text;
        exponent = 0;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            exponent = Math.Min(MaxExponent, (exponent * 10) + digit - '0');
        }

        exponent = negative ? -exponent : exponent;
        return !digits.IsEmpty;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text, bool hexadecimal)
    {
        foreach (byte digit in text)
        {
            if (hexadecimal ? !char.IsAsciiHexDigit((char)digit) : !char.IsAsciiDigit((char)digit))
            {
                return false;
            }
        }

        return true;
    }
}
