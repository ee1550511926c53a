using System.Buffers;
using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Doubles as text, and back.</summary>
internal static class Doubles
{
    private static readonly SearchValues<byte> DecimalCharacters = SearchValues.Create("0123456789.eE+-"u8);

    private static ReadOnlySpan<byte> Blanks => " \t\n\v\f\r"u8;

    /// <summary>As Redis reads a score: decimal or hexadecimal, or infinity; not NaN, nor what overflows or vanishes.</summary>
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

    /// <summary>As Redis reads a bound of scores: blanks before it and nothing at all are taken too, and what overflows is infinite.</summary>
    internal static bool TryParseLoosely(ReadOnlySpan<byte> text, out double number)
    {
        int end = text.IndexOf((byte)0); // Where C's text ends.
        text = end < 0 ? text : text[..end];
        ReadOnlySpan<byte> body = text.TrimStart(Blanks);
        number = 0;
        return text.IsEmpty || TryParse(body, out number) || FloatText.TryParse(body, out _);
    }

    /// <summary>As SORT reads a weight: like a bound, but what overflows or vanishes is no number.</summary>
    internal static bool TryParseWeight(ReadOnlySpan<byte> text, out double number) => TryParse(text.TrimStart(Blanks), out number);

    /// <summary>In 17 significant digits, as Redis 7.0 shows scores.</summary>
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
