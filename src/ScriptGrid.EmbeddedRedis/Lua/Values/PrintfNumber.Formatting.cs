using System.Buffers.Text;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>The conversions <c>d i o u x X e E f g G</c>.</summary>
internal static partial class PrintfNumber
{
    private const int DefaultPrecision = 6;

    /// <summary>Formats a number as <c>%.{precision}g</c>.</summary>
    /// <returns>The length of the text, at most precision + 8.</returns>
    internal static int FormatGeneral(double number, int precision, Span<byte> destination)
    {
        int sign = double.IsNegative(number) ? 1 : 0;
        destination[0] = (byte)'-';
        var body = destination[sign..];
        return sign + (double.IsFinite(number) ? General(Math.Abs(number), precision, 'e', false, body) : Word(number, false, body));
    }

    /// <summary>Formats a number by a floating-point conversion into <paramref name="destination"/>, which must have <see cref="MaxLength"/> bytes.</summary>
    internal static int Format(in PrintfSpec spec, double number, Span<byte> destination)
    {
        Span<byte> body = stackalloc byte[MaxLength];
        bool isFinite = double.IsFinite(number);
        int length = isFinite ? Body(spec, Math.Abs(number), body) : Word(number, char.IsAsciiLetterUpper(spec.Conversion), body);
        byte sign = spec.SignOf(double.IsNegative(number));
        return Pad(spec, sign == 0 ? [] : [sign], body[..length], spec.ZeroPadded && isFinite, destination);
    }

    /// <summary>Formats an integer by <c>d</c> or <c>i</c>.</summary>
    internal static int Format(in PrintfSpec spec, long number, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[MaxPrecision + 1];
        int length = Digits(spec, number < 0 ? 0 - (ulong)number : (ulong)number, digits);
        byte sign = spec.SignOf(number < 0);
        return Pad(spec, sign == 0 ? [] : [sign], digits[..length], spec.ZeroPadded && spec.Precision < 0, destination);
    }

    /// <summary>Formats an integer by <c>o</c>, <c>u</c>, <c>x</c> or <c>X</c>.</summary>
    internal static int Format(in PrintfSpec spec, ulong number, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[MaxPrecision + 1];
        int length = Digits(spec, number, digits);
        ReadOnlySpan<byte> prefix = (spec.Alternate && number != 0, spec.Conversion) switch
        {
            (true, 'x') => "0x"u8,
            (true, 'X') => "0X"u8,
            _ => [],
        };
        return Pad(spec, prefix, digits[..length], spec.ZeroPadded && spec.Precision < 0, destination);
    }

    /// <summary>Pads <paramref name="text"/> to the width with blanks before or after it, or with zeros after its sign.</summary>
    internal static int Pad(in PrintfSpec spec, ReadOnlySpan<byte> sign, ReadOnlySpan<byte> text, bool zeros, Span<byte> destination)
    {
        int length = sign.Length + text.Length;
        int padding = Math.Max(0, spec.Width - length);
        int before = spec.LeftAligned || zeros ? 0 : padding;
        int between = zeros && !spec.LeftAligned ? padding : 0;
        destination[..before].Fill((byte)' ');
        sign.CopyTo(destination[before..]);
        destination.Slice(before + sign.Length, between).Fill((byte)'0');
        text.CopyTo(destination[(before + sign.Length + between)..]);
        destination[(before + between + length)..(length + padding)].Fill((byte)' ');
        return length + padding;
    }

    private static int Digits(in PrintfSpec spec, ulong number, Span<byte> digits)
    {
        Span<byte> reversed = stackalloc byte[MaxPrecision + 1];
        uint radix = spec.Conversion switch { 'o' => 8, 'x' or 'X' => 16, _ => 10 };
        ReadOnlySpan<byte> letters = spec.Conversion == 'X' ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        int count = 0;
        for (; number != 0; number /= radix)
        {
            reversed[count++] = letters[(int)(number % radix)];
        }

        int least = spec.Precision < 0 ? 1 : spec.Precision;
        if (spec.Alternate && radix == 8)
        {
            least = Math.Max(least, count + 1);
        }

        while (count < least)
        {
            reversed[count++] = (byte)'0';
        }

        reversed[..count].Reverse();
        reversed[..count].CopyTo(digits);
        return count;
    }

    private static int Word(double number, bool upper, Span<byte> destination)
    {
        ReadOnlySpan<byte> word = (double.IsNaN(number), upper) switch
        {
            (true, false) => "nan"u8,
            (true, true) => "NAN"u8,
            (false, false) => "inf"u8,
            (false, true) => "INF"u8,
        };
        word.CopyTo(destination);
        return word.Length;
    }

    private static int Body(in PrintfSpec spec, double number, Span<byte> destination)
    {
        int precision = spec.Precision < 0 ? DefaultPrecision : spec.Precision;
        char letter = char.IsAsciiLetterUpper(spec.Conversion) ? 'E' : 'e';
        switch (spec.Conversion)
        {
            case 'f' or 'F':
                int length = Fixed(number, precision, destination);
                return spec.Alternate && precision == 0 ? Append(destination, length, '.') : length;
            case 'e' or 'E':
                Span<byte> digits = stackalloc byte[MaxPrecision + 1];
                int exponent = Digits(number, precision + 1, digits);
                return Exponential(digits[..(precision + 1)], exponent, letter, spec.Alternate, destination);
            default:
                return General(number, precision, letter, spec.Alternate, destination);
        }
    }

    private static int General(double number, int precision, char letter, bool alternate, Span<byte> destination)
    {
        int count = Math.Max(precision, 1);
        Span<byte> room = stackalloc byte[MaxPrecision + 1];
        int exponent = Digits(number, count, room);
        var digits = room[..count];
        bool isFixed = exponent >= -4 && exponent < count;
        if (!alternate)
        {
            // Remove zeros at the end, as far as they are after the point.
            int least = isFixed ? Math.Max(exponent + 1, 1) : 1;
            digits = digits[..Math.Max(digits.LastIndexOfAnyExcept((byte)'0') + 1, least)];
        }

        return isFixed ? Positional(digits, exponent, alternate, destination) : Exponential(digits, exponent, letter, alternate, destination);
    }

    private static int Positional(ReadOnlySpan<byte> digits, int exponent, bool alternate, Span<byte> destination)
    {
        int length = 0;
        if (exponent < 0)
        {
            "0.000"u8[..(1 - exponent)].CopyTo(destination);
            length = 1 - exponent;
            digits.CopyTo(destination[length..]);
            return length + digits.Length;
        }

        int integral = exponent + 1;
        digits[..integral].CopyTo(destination);
        length = integral;
        if (digits.Length > integral || alternate)
        {
            destination[length++] = (byte)'.';
        }

        digits[integral..].CopyTo(destination[length..]);
        return length + digits.Length - integral;
    }

    private static int Exponential(ReadOnlySpan<byte> digits, int exponent, char letter, bool alternate, Span<byte> destination)
    {
        int length = 1;
        destination[0] = digits[0];
        if (digits.Length > 1 || alternate)
        {
            destination[length++] = (byte)'.';
            digits[1..].CopyTo(destination[length..]);
            length += digits.Length - 1;
        }

        destination[length++] = (byte)letter;
        destination[length++] = (byte)(exponent < 0 ? '-' : '+');
        int magnitude = Math.Abs(exponent);
        Utf8Formatter.TryFormat(magnitude, destination[length..], out int written, new System.Buffers.StandardFormat('D', 2));
        return length + written;
    }

    private static int Append(Span<byte> destination, int length, char character)
    {
        destination[length] = (byte)character;
        return length + 1;
    }
}
