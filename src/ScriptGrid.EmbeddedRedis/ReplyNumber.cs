using System.Globalization;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>Reads a floating-point number as Redis writes it.</summary>
internal static class ReplyNumber
{
    internal static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        number = text.SequenceEqual("inf"u8) ? double.PositiveInfinity : text.SequenceEqual("-inf"u8) ? double.NegativeInfinity : 0;
        return number != 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }
}
