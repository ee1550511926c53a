namespace ScriptGrid.Benchmarks.Tools;

/// <summary>A histogram in exposed form: the upper bound of each bucket, infinity last, and how many values are at most that bound.</summary>
internal sealed record BucketCounts(double[] Bounds, double[] Counts)
{
    /// <summary>Returns what was added since an earlier reading of the same histogram.</summary>
    public BucketCounts Since(BucketCounts earlier) => this with { Counts = [.. Counts.Zip(earlier.Counts, static (now, before) => now - before)] };

    /// <summary>
    /// Returns the value that this share of all values does not exceed, interpolated linearly within its bucket as by PromQL's histogram_quantile. For a share
    /// of 1 it is the upper bound of the last bucket in use.
    /// </summary>
    public double Quantile(double share)
    {
        double rank = share * Counts[^1];
        int bucket = Array.FindIndex(Counts, count => count >= rank);
        double floor = bucket == 0 ? 0 : Bounds[bucket - 1];
        if (double.IsPositiveInfinity(Bounds[bucket]))
        {
            return floor;
        }

        double below = bucket == 0 ? 0 : Counts[bucket - 1];
        double inside = Counts[bucket] - below;
        return inside == 0 ? floor : floor + ((Bounds[bucket] - floor) * (rank - below) / inside);
    }
}
