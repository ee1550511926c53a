using System.Numerics;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>
/// The decimal digits of doubles, rounded like glibc's <c>printf</c>: exactly, and halves to the even digit (.NET rounds them away from zero).
/// </summary>
internal static partial class PrintfNumber
{
    /// <summary>The largest precision that a format can request.</summary>
    internal const int MaxPrecision = 99;

    /// <summary>Enough room for any finite double with <see cref="MaxPrecision"/> digits after the point.</summary>
    internal const int MaxLength = 420;

    private static readonly string[] ExponentFormats = [.. Enumerable.Range(0, MaxPrecision + 2).Select(n => "E" + n)];
    private static readonly string[] FixedFormats = [.. Enumerable.Range(0, MaxPrecision + 2).Select(n => "F" + n)];

    /// <summary>
    /// Writes <paramref name="count"/> significant digits of a positive finite number in ASCII, and returns the decimal exponent of the first one.
    /// </summary>
    internal static int Digits(double number, int count, Span<byte> digits)
    {
        int exponent = RoundedDigits(number, count, digits);
        var (mantissa, power) = Decompose(number);
        if (mantissa == 0)
        {
            return exponent;
        }

        // After the point, an odd mantissa·2^-n has exactly n digits, and the last of them is a 5. Rounding may have increased the exponent by one.
        int lost = power < 0 ? -power - (count - 1 - exponent) : exponent - count + 2;
        bool perhapsHalf = power < 0 ? lost is 1 or 2 : lost > 0;
        if (!perhapsHalf)
        {
            return exponent;
        }

        Span<byte> more = stackalloc byte[MaxPrecision + 2];
        int exact = RoundedDigits(number, count + 1, more);
        bool half = more[count] == '5' && (power < 0 ? -power == count - exact : IsMultiple(mantissa, power, exact - count));
        if (!half)
        {
            return exponent;
        }

        more[..count].CopyTo(digits);
        if ((more[count - 1] & 1) == 0 || !Increment(digits[..count]))
        {
            return exact;
        }

        digits[0] = (byte)'1';
        return exact + 1;
    }

    /// <summary>Formats a positive finite number with <paramref name="precision"/> digits after the point.</summary>
    /// <returns>The length of the text.</returns>
    internal static int Fixed(double number, int precision, Span<byte> destination)
    {
        number.TryFormat(destination, out int length, FixedFormats[precision], System.Globalization.CultureInfo.InvariantCulture);
        if (Decompose(number).Power != -(precision + 1))
        {
            return length;
        }

        number.TryFormat(destination, out length, FixedFormats[precision + 1], System.Globalization.CultureInfo.InvariantCulture);
        length -= precision == 0 ? 2 : 1;
        if ((destination[length - 1] & 1) == 1 && Increment(destination[..length]))
        {
            // 9.5 became 0.: the first digit was a nine, and the carry needs a one before it.
            destination[..length].CopyTo(destination[1..]);
            destination[0] = (byte)'1';
            length++;
        }

        return length;
    }

    private static int RoundedDigits(double number, int count, Span<byte> digits)
    {
        Span<byte> text = stackalloc byte[MaxPrecision + 12];
        number.TryFormat(text, out int length, ExponentFormats[count - 1], System.Globalization.CultureInfo.InvariantCulture);
        digits[0] = text[0];
        int letter = count == 1 ? 1 : count + 1;
        if (count > 1)
        {
            text[2..letter].CopyTo(digits[1..]);
        }

        int exponent = 0;
        foreach (byte digit in text[(letter + 2)..length])
        {
            exponent = (exponent * 10) + digit - '0';
        }

        return text[letter + 1] == '-' ? -exponent : exponent;
    }

    /// <summary>Returns the number as an odd mantissa and a power of two.</summary>
    private static (ulong Mantissa, int Power) Decompose(double number)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int biased = (int)(bits >> 52) & 0x7ff;
        ulong mantissa = (ulong)bits & 0xfffffffffffff;
        mantissa |= biased == 0 ? 0 : 1UL << 52;
        int zeros = mantissa == 0 ? 0 : BitOperations.TrailingZeroCount(mantissa);
        return (mantissa >> zeros, Math.Max(biased, 1) - 1075 + zeros);
    }

    /// <summary>Whether mantissa·2^power ends with <paramref name="zeros"/> decimal zeros.</summary>
    private static bool IsMultiple(ulong mantissa, int power, int zeros) =>
        zeros >= 0 && power >= zeros && (new BigInteger(mantissa) % BigInteger.Pow(5, zeros)).IsZero;

    /// <summary>Adds one to the last digit and carries. Returns true if the first digit carried too, so that a one must be put before it.</summary>
    private static bool Increment(Span<byte> digits)
    {
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            if (digits[i] == '.')
            {
                continue;
            }

            if (digits[i] != '9')
            {
                digits[i]++;
                return false;
            }

            digits[i] = (byte)'0';
        }

        return true;
    }
}
