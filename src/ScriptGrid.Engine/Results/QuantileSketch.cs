namespace ScriptGrid.Engine.Results;

/// <summary>
/// Counts of values in buckets whose bounds grow by a constant factor (a DDSketch, https://arxiv.org/abs/1908.10693): a quantile is within
/// <see cref="RelativeError"/> of the value of its rank, however many sketches were merged, and in whatever order.
/// </summary>
internal sealed class QuantileSketch
{
    /// <summary>How far a quantile may be off, as a share of itself.</summary>
    public const double RelativeError = 0.01;

    /// <summary>The most buckets of one sketch. Of more, those of the smallest magnitudes count as zero: values ten trillion times smaller than others.</summary>
    public const int MaxBuckets = 4096;

    private const int KeptBuckets = MaxBuckets * 3 / 4;

    /// <summary>Lifts the exponents of every double above zero, so that a bucket's sign is that of its values.</summary>
    private const int Lift = 1 << 16;

    private const int Infinite = int.MaxValue;
    private const double Growth = (1 + RelativeError) / (1 - RelativeError);

    private static readonly double LogOfGrowth = Math.Log(Growth);

    private readonly Dictionary<int, long> _counts = [];

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>The buckets in the order of their values, with their counts.</summary>
    public IEnumerable<KeyValuePair<int, long>> Buckets => _counts.OrderBy(static bucket => bucket.Key);

    /// <summary>Adds a value, which is not NaN.</summary>
    public void Add(double value) => Add(BucketOf(value), 1);

    /// <summary>Adds what another sketch has in one of its buckets.</summary>
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

    /// <summary>How many values are no larger than a bound; some within the error of it may count on its other side.</summary>
    public long CountUpTo(double bound) => _counts.Where(bucket => ValueOf(bucket.Key) <= bound).Sum(static bucket => bucket.Value);

    /// <summary>The value of rank ⌊q·(n − 1)⌋ among n values in their order, from 0.</summary>
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

    /// <summary>What is equally far from both bounds, as a share of them; the last bucket ends beyond the largest double.</summary>
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
