using System.Numerics;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// A non-negative number <c>mantissa × 2^exponent</c>, rounded to the nearest number of a binary format, and to even if two are equally near.
/// </summary>
internal readonly record struct BinaryFloat(BigInteger Mantissa, int Exponent, bool IsOverflow)
{
    internal static readonly BinaryFormat DoubleFormat = new(53, -1074, 1024);
    internal static readonly BinaryFormat LongDoubleFormat = new(64, -16445, 16384);

    // Numbers with decimal exponents beyond these overflow or become zero in every format.
    private const int MaxDecimalExponent = 5_000;
    private const int MinDecimalExponent = -5_100;

    internal static BinaryFloat From(in FloatText text, BinaryFormat format)
    {
        if (text.Digits.IsZero)
        {
            return default;
        }

        if (text.IsHexadecimal)
        {
            return Round(text.Digits, text.Exponent, isExact: true, format);
        }

        long magnitude = text.Exponent + (long)(text.Digits.GetBitLength() * 0.30103);
        if (magnitude is > MaxDecimalExponent or < MinDecimalExponent)
        {
            return new BinaryFloat(BigInteger.Zero, 0, IsOverflow: magnitude > 0);
        }

        if (text.Exponent >= 0)
        {
            return Round(text.Digits * BigInteger.Pow(10, text.Exponent), 0, isExact: true, format);
        }

        // Shift by enough bits that the quotient has every bit of the result. The remainder then only decides the rounding.
        var divisor = BigInteger.Pow(10, -text.Exponent);
        int shift = (int)Math.Max(0, divisor.GetBitLength() - text.Digits.GetBitLength() + format.MantissaBits + 2);
        var quotient = BigInteger.DivRem(text.Digits << shift, divisor, out BigInteger remainder);
        return Round(quotient, -shift, remainder.IsZero, format);
    }

    internal static BinaryFloat Round(BigInteger mantissa, int exponent, bool isExact, BinaryFormat format)
    {
        if (!isExact)
        {
            mantissa = (mantissa << 1) | BigInteger.One;
            exponent--;
        }

        int drop = (int)Math.Max(mantissa.GetBitLength() - format.MantissaBits, format.MinExponent - (long)exponent);
        if (drop > 0)
        {
            mantissa = ShiftRightToEven(mantissa, drop);
            exponent += drop;
        }

        bool overflow = !mantissa.IsZero && exponent + mantissa.GetBitLength() > format.MaxExponent;
        return new BinaryFloat(mantissa, exponent, overflow);
    }

    internal static BigInteger ShiftRightToEven(BigInteger value, int bits)
    {
        if (bits > value.GetBitLength() + 1)
        {
            return BigInteger.Zero;
        }

        BigInteger shifted = value >> bits;
        BigInteger rest = value - (shifted << bits);
        int toHalf = rest.CompareTo(BigInteger.One << (bits - 1));
        return toHalf > 0 || (toHalf == 0 && !shifted.IsEven) ? shifted + 1 : shifted;
    }
}

/// <summary>A binary floating-point format.</summary>
internal readonly record struct BinaryFormat(int MantissaBits, int MinExponent, int MaxExponent);
