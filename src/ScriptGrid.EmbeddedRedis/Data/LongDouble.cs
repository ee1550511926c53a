using System.Globalization;
using System.Numerics;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>C's <c>long double</c> on x86-64, with a mantissa of 64 bits. INCRBYFLOAT and HINCRBYFLOAT calculate with it.</summary>
internal readonly struct LongDouble
{
    private const int MaxTextBytes = 5 * 1024;
    private const int Decimals = 17;

    private readonly BigInteger _mantissa;
    private readonly int _exponent;
    private readonly int _infinity;

    private LongDouble(BigInteger mantissa, int exponent) => (_mantissa, _exponent) = (mantissa, exponent);

    private LongDouble(int infinity) => _infinity = infinity;

    internal static LongDouble Zero => default;

    internal bool IsFinite => _infinity == 0;

    internal bool IsPositive => _infinity > 0 || _mantissa.Sign > 0;

    /// <summary>Parses a text as Redis does. Infinity is accepted; numbers that overflow, or that are too small and would become zero, are refused.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out LongDouble number)
    {
        number = Zero;
        if (text.IsEmpty || text.Length >= MaxTextBytes || !FloatText.TryParse(text, out FloatText parsed))
        {
            return false;
        }

        if (parsed.IsInfinite)
        {
            number = new LongDouble(parsed.Negative ? -1 : 1);
            return true;
        }

        var binary = BinaryFloat.From(parsed, BinaryFloat.LongDoubleFormat);
        number = new LongDouble(parsed.Negative ? -binary.Mantissa : binary.Mantissa, binary.Exponent);
        return !binary.IsOverflow && binary.Mantissa.IsZero == parsed.Digits.IsZero;
    }

    /// <summary>Converts a finite double without loss.</summary>
    internal static LongDouble From(double number)
    {
        int exponent = number == 0 ? 0 : Math.ILogB(number) - 52;
        return new LongDouble(new BigInteger(Math.ScaleB(number, -exponent)), exponent);
    }

    /// <summary>Returns the nearest double: infinite if the number is too large, zero if it is too small.</summary>
    internal double ToDouble() => IsFinite ? Math.ScaleB((double)_mantissa, _exponent) : _infinity / 0.0;

    /// <summary>Returns the rounded sum, which is not finite if it overflows or an operand is not finite.</summary>
    internal static LongDouble Add(LongDouble left, LongDouble right)
    {
        if (!left.IsFinite || !right.IsFinite)
        {
            return new LongDouble(1);
        }

        int exponent = Math.Min(left._exponent, right._exponent);
        BigInteger sum = (left._mantissa << (left._exponent - exponent)) + (right._mantissa << (right._exponent - exponent));
        var binary = BinaryFloat.Round(BigInteger.Abs(sum), exponent, isExact: true, BinaryFloat.LongDoubleFormat);
        return binary.IsOverflow ? new LongDouble(1) : new LongDouble(sum.Sign * binary.Mantissa, binary.Exponent);
    }

    /// <summary>Formats the number with at most 17 decimals and without trailing zeros.</summary>
    internal byte[] ToBytes()
    {
        BigInteger scaled = BigInteger.Abs(_mantissa) * BigInteger.Pow(10, Decimals);
        scaled = _exponent >= 0 ? scaled << _exponent : BinaryFloat.ShiftRightToEven(scaled, -_exponent);
        string digits = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(Decimals + 1, '0');
        string text = $"{digits[..^Decimals]}.{digits[^Decimals..]}".TrimEnd('0').TrimEnd('.');
        return Encoding.ASCII.GetBytes(_mantissa.Sign < 0 && text != "0" ? "-" + text : text);
    }
}
