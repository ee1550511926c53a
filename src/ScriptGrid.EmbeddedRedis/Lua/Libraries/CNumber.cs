using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>C's casts of doubles as x86-64 does them.</summary>
internal static class CNumber
{
    private const double TwoTo63 = 9223372036854775808.0;

    /// <summary>To <c>int</c>: what does not fit becomes the smallest.</summary>
    internal static int ToInt(double number) => number is > -2147483649.0 and < 2147483648.0 ? (int)number : int.MinValue;

    /// <summary>To an unsigned 64-bit integer, negative numbers included.</summary>
    internal static ulong ToUnsigned(double number) => number >= TwoTo63
        ? (ulong)Arguments.ToInteger(number - TwoTo63) ^ 0x8000_0000_0000_0000
        : (ulong)Arguments.ToInteger(number);
}
