using System.Globalization;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>Reads and shows sizes as Redis does: <c>100mb</c> is 100 * 1024 * 1024, <c>100m</c> is 100,000,000.</summary>
internal static class ByteSize
{
    private const int MaxDigits = 128;

    /// <summary>
    /// Parses as Redis does: a unit without digits is 0, a number over 64 bits becomes the largest one, and the product with the unit may wrap around.
    /// </summary>
    internal static bool TryParse(string text, out long bytes)
    {
        text = CText.Of(text);
        int digits = text.TakeWhile(char.IsAsciiDigit).Count();
        long unit = text[digits..].ToLowerInvariant() switch
        {
            "" or "b" => 1,
            "k" => 1000,
            "kb" => 1L << 10,
            "m" => 1000 * 1000,
            "mb" => 1L << 20,
            "g" => 1000L * 1000 * 1000,
            "gb" => 1L << 30,
            _ => 0,
        };
        bool fits = ulong.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out ulong count);
        bytes = unchecked((long)((fits || digits == 0 ? count : ulong.MaxValue) * (ulong)unit));
        return unit > 0 && digits < MaxDigits;
    }

    /// <summary>Returns a size with a unit, with two decimals from 1024 bytes on: <c>1.50M</c>.</summary>
    internal static string Human(long bytes)
    {
        const string Units = "BKMGTP";
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes}B")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.00}{Units[unit]}");
    }
}
