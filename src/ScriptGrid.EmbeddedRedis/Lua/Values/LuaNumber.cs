using System.Buffers.Text;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>Formats and parses numbers like C's <c>printf("%.14g")</c> and <c>strtod</c>, which Lua 5.1 uses.</summary>
internal static partial class LuaNumber
{
    /// <summary>The length of the longest text that <see cref="Format"/> writes.</summary>
    internal const int MaxLength = 32;

    /// <summary>The number of significant digits of <c>tostring</c> (LUAI_NUMFFORMAT).</summary>
    internal const int DefaultPrecision = 14;

    /// <summary>Integers below this have at most <see cref="DefaultPrecision"/> digits.</summary>
    private const double IntegralLimit = 1e14;

    private static readonly LuaString[] SmallIntegers = new LuaString[1024];

    /// <summary>Returns the text of a number in the form of <c>tostring</c>: <c>%.14g</c>, <c>inf</c>, <c>-inf</c>, <c>nan</c>, <c>-nan</c>.</summary>
    internal static string ToText(double number)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(number, text)]);
    }

    internal static LuaString ToLuaString(double number)
    {
        int small = number is >= 0 and < 1024 ? (int)number : -1;
        if (small < 0 || small != number || (small == 0 && double.IsNegative(number)))
        {
            Span<byte> text = stackalloc byte[MaxLength];
            return new LuaString(text[..Format(number, text)]);
        }

        return SmallIntegers[small] ??= LuaString.FromText(small.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Writes a number in the form of <c>tostring</c> to <paramref name="destination"/>, which must have at least <see cref="MaxLength"/> bytes.
    /// </summary>
    /// <returns>The length of the text.</returns>
    internal static int Format(double number, Span<byte> destination)
    {
        if (number is > -IntegralLimit and < IntegralLimit)
        {
            long integral = (long)number;
            if (integral == number && (integral != 0 || !double.IsNegative(number)))
            {
                Utf8Formatter.TryFormat(integral, destination, out int written);
                return written;
            }
        }

        return PrintfNumber.FormatGeneral(number, DefaultPrecision, destination);
    }
}
