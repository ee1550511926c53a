using System.Globalization;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>Numbers to text and back, as C's <c>printf("%.14g")</c> and <c>strtod</c> do it for Lua 5.1.</summary>
internal static class LuaNumber
{
    /// <summary>As <c>tostring</c> gives it: <c>%.14g</c>, <c>inf</c>, <c>-inf</c>, <c>nan</c>, <c>-nan</c>.</summary>
    internal static string ToText(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    internal static LuaString ToLuaString(double number) => LuaString.FromText(ToText(number));

    /// <summary>As <c>tonumber</c> reads a string: blanks around it, decimal with exponent, <c>0x</c> integers, <c>inf</c> and <c>nan</c>; false where it is no number.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
