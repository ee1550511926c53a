using System.Text;
using System.Text.Unicode;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Results;

/// <summary>A small hash of a series. It is the same for what a script returned and for what pages show of it. It is never zero.</summary>
internal static class SeriesHash
{
    private const uint Offset = 2166136261;
    private const uint KeyOffset = Offset ^ 1; // A key may equal the name of a metric.
    private const uint Prime = 16777619;

    /// <summary>
    /// Returns the hash and value of the series at a position in a reply; keys come first, then rows. The hash is zero for a row of a histogram or summary,
    /// since these have many series for one set of labels.
    /// </summary>
    public static uint At(int position, SampleList samples, ReadOnlySpan<byte> reply, out double value)
    {
        if (position < samples.Count)
        {
            Sample sample = samples.Samples[position];
            value = sample.Value;
            return End(AddShown(KeyOffset, sample.KeyIn(reply)));
        }

        Row row = samples.Rows[position - samples.Count];
        value = row.Value;
        if (row.Name.Declaration.BoundLabel is not null)
        {
            return 0;
        }

        uint hash = Add(Offset, row.Name.LineStart[..^1]);
        for (int label = 0; label < row.Name.LabelStarts.Length; label++)
        {
            hash = AddShown(hash, samples.Rows.LabelIn(reply, row, label));
        }

        return End(hash);
    }

    /// <summary>Returns the hash of a series as pages write it, with its own labels.</summary>
    public static uint Of(string series)
    {
        (string name, IReadOnlyDictionary<string, string> labels) = SeriesText.Parse(series);
        bool isKeyed = labels.Count == 1 && labels.ContainsKey("key") && name.EndsWith("_script_values", StringComparison.Ordinal);
        uint hash = isKeyed ? KeyOffset : Add(Offset, Encoding.UTF8.GetBytes(name));
        foreach (string value in labels.Values)
        {
            hash = Add(hash, Encoding.UTF8.GetBytes(value));
        }

        return End(hash);
    }

    /// <summary>Adds a part as pages show it: see <see cref="KeyText"/>.</summary>
    private static uint AddShown(uint hash, ReadOnlySpan<byte> part) =>
        Add(hash, Utf8.IsValid(part) ? part : Encoding.UTF8.GetBytes(KeyText.Of(part)));

    /// <summary>FNV-1a, with a mark after each part.</summary>
    private static uint Add(uint hash, ReadOnlySpan<byte> part)
    {
        foreach (byte value in part)
        {
            hash = (hash ^ value) * Prime;
        }

        return (hash ^ 0xff) * Prime;
    }

    private static uint End(uint hash) => hash == 0 ? 1 : hash;
}
