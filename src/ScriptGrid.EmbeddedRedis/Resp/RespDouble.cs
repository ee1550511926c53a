using System.Globalization;

namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Formats doubles as Redis 7.0 writes them in replies: 17 significant digits without trailing zeros, like C's <c>%.17g</c>.</summary>
internal static class RespDouble
{
    private const int Digits = 17;

    internal static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            string text = double.IsNaN(value) ? "nan" : "inf";
            return double.IsNegative(value) ? "-" + text : text;
        }

        if (value == Math.Truncate(value) && Math.Abs(value) < 1e15)
        {
            return value == 0 && double.IsNegative(value) ? "-0" : ((long)value).ToString(CultureInfo.InvariantCulture);
        }

        // d.dddddddddddddddde+xxx: take the digits and the exponent from it, and arrange them anew.
        string scientific = value.ToString("e16", CultureInfo.InvariantCulture);
        int mark = scientific.IndexOf('e', StringComparison.Ordinal);
        int exponent = int.Parse(scientific.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string sign = value < 0 ? "-" : "";
        string digits = scientific[sign.Length..mark].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        return sign + (exponent is < -4 or >= Digits ? Scientific(digits, exponent) : Plain(digits, exponent));
    }

    private static string Scientific(string digits, int exponent)
    {
        string fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1
            ? digits.PadRight(exponent + 1, '0')
            : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }
}
