using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Formats numbers as words of a command, like C's <c>%.17g</c>.</summary>
internal static class NumberWord
{
    private const int Precision = 17;

    /// <summary>Integers below this have at most that many digits.</summary>
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
