namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>Measurements counted by bucket.</summary>
internal sealed class HistogramSeries(HistogramBuckets buckets) : Series
{
    private readonly long[] _counts = new long[buckets.Bounds.Length + 1];
    private double _sum;

    /// <inheritdoc/>
    public override void Record(double value)
    {
        if (!double.IsFinite(value))
        {
            return; // It would spoil the sum for ever.
        }

        int index = buckets.Bounds.AsSpan().BinarySearch(value);
        Interlocked.Increment(ref _counts[index < 0 ? ~index : index]);
        Add(ref _sum, value);
    }

    /// <summary>Count and buckets agree whatever is recorded meanwhile, as the count is the buckets' sum.</summary>
    public override void Write(ExpositionBuffer buffer, SeriesText text)
    {
        double sum = Volatile.Read(ref _sum);
        long count = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            count += Volatile.Read(ref _counts[i]);
            text.WriteSample(buffer, "_bucket", buckets.Labels[i], count);
        }

        text.WriteSample(buffer, "_sum", "", sum / text.Divisor);
        text.WriteSample(buffer, "_count", "", count);
    }
}
