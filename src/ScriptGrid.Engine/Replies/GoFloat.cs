using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Replies;

/// <summary>Reads numbers as Go's <c>strconv.ParseFloat</c> does, for replies that are judged as oliver006/redis_exporter judges them.</summary>
/// <remarks>Grammar: https://go.dev/ref/spec#Floating-point_literals. Infinity and NaN are accepted in upper and lower case, NaN only without a sign.</remarks>
internal static partial class GoFloat
{
    /// <summary>Returns false for text that is not a number, and for numbers that overflow a double.</summary>
    public static bool TryParse(string text, out double value)
    {
        ReadOnlySpan<byte> word = System.Text.Encoding.UTF8.GetBytes(text);
        ReadOnlySpan<byte> unsigned = NumberParser.WithoutSign(word, out bool isNegative);
        if (NumberParser.IsInfinity(unsigned))
        {
            value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (NumberParser.IsNaN(word))
        {
            value = double.NaN;
            return true;
        }

        return (Decimal().IsMatch(text) ? TryParseDecimal(text, out value) : TryParseHexadecimal(text, out value)) && double.IsFinite(value);
    }

    private static bool TryParseDecimal(string text, out double value) =>
        double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static bool TryParseHexadecimal(string text, out double value)
    {
        value = 0;
        Match match = Hexadecimal().Match(text);
        if (!match.Success)
        {
            return false;
        }

        string fraction = Digits(match.Groups["fraction"]);
        var mantissa = BigInteger.Parse("0" + Digits(match.Groups["whole"]) + fraction, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (!int.TryParse(Digits(match.Groups["exponent"]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent))
        {
            return false;
        }

        value = Math.ScaleB((double)mantissa, exponent - (4 * fraction.Length)) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static string Digits(Group group) => group.Value.Replace("_", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^[+-]?(\d+(_\d+)*(\.(\d+(_\d+)*)?)?|\.\d+(_\d+)*)([eE][+-]?\d+(_\d+)*)?\z", RegexOptions.ECMAScript)]
    private static partial Regex Decimal();

    [GeneratedRegex(
        @"^[+-]?0[xX](?=_?[0-9a-fA-F]|\.[0-9a-fA-F])(?<whole>(_?[0-9a-fA-F]+(_[0-9a-fA-F]+)*)?)(\.(?<fraction>([0-9a-fA-F]+(_[0-9a-fA-F]+)*)?))?[pP](?<exponent>[+-]?\d+(_\d+)*)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();
}
