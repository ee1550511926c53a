using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Numbers in source.</summary>
internal static class Numeral
{
    /// <summary>Reads what begins with a digit or a dot and a digit: a decimal number, or one with <c>0x</c>, to which C adds a binary exponent.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> digits, out double number)
    {
        if (digits.Length < 2 || digits[0] != '0' || digits[1] is not ((byte)'x' or (byte)'X'))
        {
            return LuaNumber.TryParse(digits, out number);
        }

        return TryReadHexadecimal(digits[2..], out number);
    }

    private static bool TryReadHexadecimal(ReadOnlySpan<byte> digits, out double number)
    {
        ulong mantissa = 0;
        long exponent = 0;
        int position = 0;
        for (; position < digits.Length && char.IsAsciiHexDigit((char)digits[position]); position++)
        {
            uint digit = (uint)Convert.ToInt32(((char)digits[position]).ToString(), 16);
            if (mantissa >> 58 == 0)
            {
                mantissa = (mantissa << 4) | digit;
            }
            else
            {
                mantissa |= digit == 0 ? 0u : 1u;
                exponent += 4;
            }
        }

        bool isNumber = position > 0 && TryReadExponent(digits[position..], ref exponent);
        number = isNumber ? Scale(mantissa, exponent) : 0;
        return isNumber;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> rest, ref long exponent)
    {
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest.Length < 2 || rest[0] is not ((byte)'p' or (byte)'P') || rest[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        long value = 0;
        foreach (byte digit in rest[1..])
        {
            value = Math.Min((10 * value) + (digit - '0'), int.MaxValue);
        }

        exponent += value;
        return true;
    }

    /// <summary>Exponents in source are never negative, for a sign ends the number.</summary>
    private static double Scale(ulong mantissa, long exponent) =>
        mantissa == 0 ? 0 : Math.ScaleB(mantissa, (int)Math.Min(exponent, 1 << 20));
}
