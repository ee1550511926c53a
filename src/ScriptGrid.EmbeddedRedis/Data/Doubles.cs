using System.Buffers;
using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Parses and formats doubles.</summary>
internal static class Doubles
{
    private static readonly SearchValues<byte> DecimalCharacters = SearchValues.Create("0123456789.eE+-"u8);

    private static ReadOnlySpan<byte> Blanks => " \t\n\v\f\r"u8;

    /// <summary>
    /// Parses a score as Redis does: decimal, hexadecimal or infinite. NaN is refused, and so are numbers that overflow, or that are too small and would become
    /// zero.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        if (Integers.TryParse(text, out long integer))
        {
            number = integer;
            return true;
        }

        return text.IndexOfAnyExcept(DecimalCharacters) < 0 ? TryParseDecimal(text, out number) : TryParseOther(text, out number);
    }

    /// <summary>Parses a bound of scores as Redis does: blanks may come before it, an empty text is 0, and a number that overflows is infinite.</summary>
    internal static bool TryParseLoosely(ReadOnlySpan<byte> text, out double number)
    {
        int end = text.IndexOf((byte)0); // A C string ends here.
        text = end < 0 ? text : text[..end];
        ReadOnlySpan<byte> body = text.TrimStart(Blanks);
        number = 0;
        return text.IsEmpty || TryParse(body, out number) || FloatText.TryParse(body, out _);
    }

    /// <summary>Parses a weight as SORT does: blanks may come before it, but numbers that overflow or would become zero are refused.</summary>
    internal static bool TryParseWeight(ReadOnlySpan<byte> text, out double number) => TryParse(text.TrimStart(Blanks), out number);

    /// <summary>Formats a number with 17 significant digits, as Redis 7.0 shows scores.</summary>
    internal static byte[] ToBytes(double number) => Encoding.ASCII.GetBytes(RespDouble.Format(number));

    private static bool TryParseDecimal(ReadOnlySpan<byte> text, out double number)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out number) || !double.IsFinite(number))
        {
            return false;
        }

        int mark = text.IndexOfAny("eE"u8);
        return number != 0 || !(mark < 0 ? text : text[..mark]).ContainsAnyInRange((byte)'1', (byte)'9');
    }

    private static bool TryParseOther(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        if (!FloatText.TryParse(text, out FloatText parsed))
        {
            return false;
        }

        var binary = BinaryFloat.From(parsed, BinaryFloat.DoubleFormat);
        number = parsed.IsInfinite ? double.PositiveInfinity : Math.ScaleB((double)binary.Mantissa, binary.Exponent);
        number = parsed.Negative ? -number : number;
        return !binary.IsOverflow && binary.Mantissa.IsZero == parsed.Digits.IsZero;
    }
}
