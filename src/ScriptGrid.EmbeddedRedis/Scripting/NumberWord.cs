using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Numbers as words of a command: C's <c>%.17g</c>.</summary>
internal static class NumberWord
{
    private const int Precision = 17;

    /// <summary>Integers below it have no more digits than that.</summary>
    private const double FirstScientific = 1e17;

    internal static byte[] Of(double number)
    {
        long integer = (long)number;
        if (integer == number && Math.Abs(number) < FirstScientific && (integer != 0 || !double.IsNegative(number)))
        {
            return Integers.ToBytes(integer);
        }

        Span<byte> text = stackalloc byte[LuaNumber.MaxLength];
        return text[..PrintfNumber.FormatGeneral(number, Precision, text)].ToArray();
    }
}
