namespace ScriptGrid.Engine.Results;

/// <summary>
/// Counts values in buckets whose bounds grow by a constant factor (a DDSketch, https://arxiv.org/abs/1908.10693). A quantile is within
/// <see cref="RelativeError"/> of the value of its rank, however many sketches were merged, and in any order.
/// </summary>
internal sealed class QuantileSketch
{
    /// <summary>The largest error of a quantile, relative to its value.</summary>
    public const double RelativeError = 0.01;

    /// <summary>
    /// The most buckets of one sketch. If there are more, the values with the smallest magnitudes count as zero: values ten trillion times smaller than others.
    /// </summary>
    public const int MaxBuckets = 4096;

    private const int KeptBuckets = MaxBuckets * 3 / 4;

    /// <summary>Makes the exponents of all doubles above zero positive, so that a bucket's sign is that of its values.</summary>
    private const int Lift = 1 << 16;

    private const int Infinite = int.MaxValue;
    private const double Growth = (1 + RelativeError) / (1 - RelativeError);

    private static readonly double LogOfGrowth = Math.Log(Growth);

    private readonly Dictionary<int, long> _counts = [];

    /// <summary>The number of values.</summary>
    public long Count { get; private set; }

    /// <summary>The buckets in the order of their values, with their counts.</summary>
    public IEnumerable<KeyValuePair<int, long>> Buckets => _counts.OrderBy(static bucket => bucket.Key);

    /// <summary>Adds a value, which must not be NaN.</summary>
    public void Add(double value) => Add(BucketOf(value), 1);

    /// <summary>Adds the values that another sketch counts in one of its buckets.</summary>
    public void Add(int bucket, long count)
    {
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, bucket, out _) += count;
        Count += count;
        if (_counts.Count > MaxBuckets)
        {
            Collapse();
        }
    }

    /// <summary>Adds another sketch.</summary>
    public void Add(QuantileSketch other)
    {
        foreach ((int bucket, long count) in other._counts)
        {
            Add(bucket, count);
        }
    }

    /// <summary>Returns how many values are at most <paramref name="bound"/>. Values within the error of the bound may count on the wrong side of it.</summary>
    public long CountUpTo(double bound) => _counts.Where(bucket => ValueOf(bucket.Key) <= bound).Sum(static bucket => bucket.Value);

    /// <summary>Returns the value of rank ⌊q·(n − 1)⌋ among the n values in order, counted from 0.</summary>
    public double Quantile(double q)
    {
        long rank = (long)(q * (Count - 1));
        foreach ((int bucket, long count) in Buckets)
        {
            rank -= count;
            if (rank < 0)
            {
                return ValueOf(bucket);
            }
        }

        return double.NaN;
    }

    private static int BucketOf(double value)
    {
        double size = Math.Abs(value);
        int bucket = size == 0 ? 0 : double.IsInfinity(size) ? Infinite : Lift + (int)Math.Ceiling(Math.Log(size) / LogOfGrowth);
        return value < 0 ? -bucket : bucket;
    }

    private static double ValueOf(int bucket)
    {
        int size = Math.Abs(bucket);
        double value = size == 0 ? 0 : size == Infinite ? double.PositiveInfinity : Middle(size - Lift);
        return bucket < 0 ? -value : value;
    }

    /// <summary>Returns the value with the same relative distance from both bounds of a bucket. The last bucket ends beyond the largest double.</summary>
    private static double Middle(int exponent) => Math.Min(Math.Exp(exponent * LogOfGrowth) * 2 / (1 + Growth), double.MaxValue);

    private void Collapse()
    {
        int[] smallest = [.. _counts.Keys.Where(static bucket => bucket != 0).OrderBy(Math.Abs).Take(_counts.Count - KeptBuckets)];
        long count = 0;
        foreach (int bucket in smallest)
        {
            _counts.Remove(bucket, out long removed);
            count += removed;
        }

        _counts[0] = _counts.GetValueOrDefault(0) + count;
    }
}
