using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>Reads keys and values back from the lines that <see cref="ResultRenderer"/> wrote.</summary>
internal static class ExposedValues
{
    /// <summary>Reads the lines of the family of values. Within a label's value a quote follows a backslash, so that no mark is mistaken.</summary>
    public static ImmutableArray<KeyedValue> Parse(ReadOnlySpan<byte> lines)
    {
        ReadOnlySpan<byte> mark = ",key=\""u8;
        ReadOnlySpan<byte> end = "\"} "u8;
        ImmutableArray<KeyedValue>.Builder values = ImmutableArray.CreateBuilder<KeyedValue>();
        while (!lines.IsEmpty)
        {
            int length = lines.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = lines[..length];
            int start = line.IndexOf(mark) + mark.Length;
            int stop = line.LastIndexOf(end);
            values.Add(new KeyedValue(Unescape(line[start..stop]), ParseNumber(line[(stop + end.Length)..])));
            lines = lines[(length + 1)..];
        }

        return values.DrainToImmutable();
    }

    private static double ParseNumber(ReadOnlySpan<byte> number) => number switch
    {
        [(byte)'+', ..] => double.PositiveInfinity,
        [(byte)'-', (byte)'I', ..] => double.NegativeInfinity,
        _ => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(escaped);
        }

        Span<byte> text = escaped.ToArray();
        int length = 0;
        for (int i = 0; i < escaped.Length; i++)
        {
            bool isEscape = escaped[i] == (byte)'\\';
            byte character = escaped[isEscape ? ++i : i];
            text[length++] = isEscape && character == (byte)'n' ? (byte)'\n' : character;
        }

        return Encoding.UTF8.GetString(text[..length]);
    }
}
