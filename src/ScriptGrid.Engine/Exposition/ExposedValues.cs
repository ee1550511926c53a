using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>Reads keys and values back from the lines that <see cref="ResultRenderer"/> rendered.</summary>
internal static class ExposedValues
{
    /// <summary>Reads the lines of the values family. Within a label's value every quote follows a backslash, so the marks cannot occur there.</summary>
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

    /// <summary>Reads lines of declared metrics. Returns each series with its own labels, as the page writes them, and its value.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="added">The length in bytes of the labels, with their commas, that the configuration adds to each line.</param>
    /// <param name="limit">The most lines to read.</param>
    public static IReadOnlyList<KeyedValue> ParseDeclared(ReadOnlySpan<byte> lines, int added, int limit = int.MaxValue)
    {
        var values = new List<KeyedValue>();
        while (!lines.IsEmpty && values.Count < limit)
        {
            int length = lines.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = lines[..length];
            int end = line.LastIndexOf((byte)' ');
            values.Add(new KeyedValue(OwnSeries(line[..end], added), ParseNumber(line[(end + 1)..])));
            lines = lines[(length + 1)..];
        }

        return values;
    }

    private static string OwnSeries(ReadOnlySpan<byte> series, int added)
    {
        int brace = series.IndexOf((byte)'{');
        string name = Encoding.UTF8.GetString(brace < 0 ? series : series[..brace]);
        return brace < 0 || series.Length <= brace + 1 + added ? name : $"{name}{{{Encoding.UTF8.GetString(series[(brace + 1 + added)..])}";
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
