using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Casts doubles to integers like C on x86-64.</summary>
internal static class CNumber
{
    private const double TwoTo63 = 9223372036854775808.0;

    /// <summary>Casts to <c>int</c>. A number that does not fit becomes the smallest integer.</summary>
    internal static int ToInt(double number) => number is > -2147483649.0 and < 2147483648.0 ? (int)number : int.MinValue;

    /// <summary>Casts to an unsigned 64-bit integer. Negative numbers wrap around.</summary>
    internal static ulong ToUnsigned(double number) => number >= TwoTo63
        ? (ulong)Arguments.ToInteger(number - TwoTo63) ^ 0x8000_0000_0000_0000
        : (ulong)Arguments.ToInteger(number);
}
