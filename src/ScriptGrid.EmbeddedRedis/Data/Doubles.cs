using System.Buffers;
using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Doubles as text, and back.</summary>
internal static class Doubles
{
    private const int Digits = 17;
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
        ReadOnlySpan<byte> body = text.TrimStart(Blanks);
        number = 0;
        return text.IsEmpty || TryParse(body, out number) || FloatText.TryParse(body, out _);
    }

    /// <summary>As SORT reads a weight: like a bound, but what overflows or vanishes is no number.</summary>
    internal static bool TryParseWeight(ReadOnlySpan<byte> text, out double number) => TryParse(text.TrimStart(Blanks), out number);

    /// <summary>As C's <c>%.17g</c>, in which Redis 7.0 shows scores; infinity as <c>inf</c>.</summary>
    internal static string ToText(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        if (number == Math.Truncate(number) && Math.Abs(number) < 1e15 && !double.IsNegative(number))
        {
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        }

        string scientific = number.ToString("E16", CultureInfo.InvariantCulture);
        int mark = scientific.IndexOf('E', StringComparison.Ordinal);
        int exponent = int.Parse(scientific.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string sign = scientific[0] == '-' ? "-" : "";
        string digits = scientific[sign.Length..mark].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        digits = digits.Length == 0 ? "0" : digits;
        return sign + Place(digits, exponent);
    }

    internal static byte[] ToBytes(double number) => Encoding.ASCII.GetBytes(ToText(number));

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

    private static string Place(string digits, int exponent)
    {
        if (exponent is < -4 or >= Digits)
        {
            string point = digits.Length > 1 ? "." : "";
            return $"{digits[..1]}{point}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1
            ? digits.PadRight(exponent + 1, '0')
            : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}
