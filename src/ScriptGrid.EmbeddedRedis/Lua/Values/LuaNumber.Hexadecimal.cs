namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>Hexadecimal numbers, rounded once, to the nearest double.</summary>
internal static partial class LuaNumber
{
    private const int MaxExponent = 100_000;

    /// <summary>Reads <c>0x</c>, hexadecimal digits with at most one point, and optionally <c>p</c> and a decimal exponent.</summary>
    /// <returns>The length that was read; 0 if no digit follows the <c>x</c>, and then <paramref name="number"/> does not change.</returns>
    private static int ReadHexadecimal(ReadOnlySpan<byte> text, ref double number)
    {
        ulong mantissa = 0;
        bool sticky = false;
        bool afterPoint = false;
        int digits = 0;
        long exponent = 0;
        int end = 2;
        for (; end < text.Length; end++)
        {
            byte character = text[end];
            if (character == '.' && !afterPoint)
            {
                afterPoint = true;
                continue;
            }

            if (!char.IsAsciiHexDigit((char)character))
            {
                break;
            }

            digits++;
            exponent -= afterPoint ? 4 : 0;
            int digit = char.IsAsciiDigit((char)character) ? character - '0' : (character | 0x20) - 'a' + 10;
            if (mantissa >> 60 == 0)
            {
                mantissa = (mantissa << 4) | (uint)digit;
            }
            else
            {
                sticky |= digit != 0;
                exponent += 4;
            }
        }

        if (digits == 0)
        {
            return 0;
        }

        int tail = CountExponent(text[end..], 'p');
        exponent += tail == 0 ? 0 : ReadExponent(text.Slice(end + 1, tail - 1));
        number = Scale(mantissa, sticky, exponent);
        return end + tail;
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        long value = 0;
        foreach (byte character in text)
        {
            if (char.IsAsciiDigit((char)character))
            {
                value = Math.Min((value * 10) + character - '0', int.MaxValue);
            }
        }

        return negative ? -value : value;
    }

    /// <summary>
    /// Returns the double nearest to mantissa·2^exponent. <paramref name="sticky"/> says that the exact number is slightly larger than the mantissa.
    /// </summary>
    private static double Scale(ulong mantissa, bool sticky, long exponent)
    {
        if (mantissa == 0)
        {
            return 0;
        }

        int power = (int)Math.Clamp(exponent, -MaxExponent, MaxExponent);
        int length = 64 - System.Numerics.BitOperations.LeadingZeroCount(mantissa);
        int kept = (int)Math.Clamp((long)length + power + 1074, 0, 53);
        int dropped = length - kept;
        if (dropped > 0)
        {
            ulong half = 1UL << (dropped - 1);
            ulong rest = dropped == 64 ? mantissa : mantissa & ((half << 1) - 1);
            mantissa = dropped == 64 ? 0 : mantissa >> dropped;
            mantissa += rest > half || (rest == half && (sticky || (mantissa & 1) == 1)) ? 1UL : 0;
            power += dropped;
        }

        // If the power is still below that of the smallest double, no bits are left.
        return power < -1074 ? 0 : Math.ScaleB(mantissa, power);
    }
}
