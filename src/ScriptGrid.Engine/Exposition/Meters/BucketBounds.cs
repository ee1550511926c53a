using System.Buffers;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>
/// Bounds of buckets in text 0.0.4. prometheus-net writes <c>le="1"</c> there, and <c>le="1.0"</c> in OpenMetrics, which requires it. A bound must be the
/// same label in both formats.
/// </summary>
internal static class BucketBounds
{
    private static readonly SearchValues<byte> FloatOrInfinity = SearchValues.Create(".eI"u8);

    /// <summary>Appends a page. Bounds that are whole numbers become floats.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> page)
    {
        ReadOnlySpan<byte> label = "le=\""u8;
        for (int start = page.IndexOf(label); start >= 0; start = page.IndexOf(label))
        {
            ReadOnlySpan<byte> value = page[(start + label.Length)..];
            value = value[..value.IndexOf((byte)'"')];
            bool isBound = page[start - 1] is (byte)'{' or (byte)','; // and not the end of another label's name
            int end = start + label.Length + value.Length;
            output.Write(page[..end]);
            output.Write(isBound && !value.ContainsAny(FloatOrInfinity) ? ".0"u8 : []);
            page = page[end..];
        }

        output.Write(page);
    }
}
