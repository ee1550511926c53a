using System.Buffers.Text;
using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Numbers as words of a command: C's <c>%.17g</c>.</summary>
internal static class NumberWord
{
    private const double FirstScientific = 1e17;

    private static readonly byte[][] Small = [.. Enumerable.Range(0, 256).Select(number => Encoding.ASCII.GetBytes($"{number}"))];

    internal static byte[] Of(double number)
    {
        if (Math.Abs(number) >= FirstScientific || number != Math.Truncate(number) || (number == 0 && double.IsNegative(number)))
        {
            return Encoding.ASCII.GetBytes(double.IsNaN(number) && double.IsNegative(number) ? "-nan" : RespDouble.Format(number));
        }

        long integer = (long)number;
        if ((ulong)integer < (ulong)Small.Length)
        {
            return Small[integer];
        }

        Span<byte> text = stackalloc byte[20];
        _ = Utf8Formatter.TryFormat(integer, text, out int length);
        return text[..length].ToArray();
    }
}
