using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>Statistics over the values of one key on several targets. Digests of several parts can be merged.</summary>
internal struct Digest
{
    /// <param name="sum">The sum of the values.</param>
    /// <param name="min">The smallest value.</param>
    /// <param name="max">The largest value.</param>
    /// <param name="count">The number of values.</param>
    /// <param name="squares">The sum of the squares of their distances from the mean; NaN if it is not known.</param>
    /// <param name="sketch">Their quantiles; null if none are requested.</param>
    public Digest(double sum, double min, double max, long count, double squares = double.NaN, QuantileSketch? sketch = null) =>
        (Sum, Min, Max, Count, Squares, Sketch) = (sum, min, max, count, squares, sketch);

    public double Sum { get; private set; }

    public double Min { get; private set; }

    public double Max { get; private set; }

    public long Count { get; private set; }

    public double Squares { get; private set; }

    public QuantileSketch? Sketch { get; private set; }

    /// <summary>Adds one target's value. NaN makes everything except the count NaN, as in any arithmetic.</summary>
    public void Add(double value, bool hasQuantiles = false)
    {
        double distance = Count == 0 ? value - value : value - (Sum / Count);
        Sum += value;
        Min = Count == 0 ? value : Math.Min(Min, value);
        Max = Count == 0 ? value : Math.Max(Max, value);
        Count++;
        Squares += Count == 1 ? distance : distance * (value - (Sum / Count));
        if (hasQuantiles && !double.IsNaN(value))
        {
            (Sketch ??= new QuantileSketch()).Add(value);
        }
    }

    /// <summary>Adds the values of another digest.</summary>
    /// <remarks>Chan, Golub, LeVeque: Updating Formulae and a Pairwise Algorithm for Computing Sample Variances (1979).</remarks>
    public void Add(in Digest other)
    {
        if (other.Count == 0)
        {
            return;
        }

        double distance = Count == 0 ? 0 : (other.Sum / other.Count) - (Sum / Count);
        Squares += other.Squares + (distance * distance * Count * other.Count / (Count + other.Count));
        Sum += other.Sum;
        Min = Count == 0 ? other.Min : Math.Min(Min, other.Min);
        Max = Count == 0 ? other.Max : Math.Max(Max, other.Max);
        Count += other.Count;
        if (other.Sketch is not null)
        {
            (Sketch ??= new QuantileSketch()).Add(other.Sketch);
        }
    }

    /// <summary>Returns the value of one rollup.</summary>
    public readonly double Get(Aggregations aggregation) => aggregation switch
    {
        Aggregations.Sum => Sum,
        Aggregations.Min => Min,
        Aggregations.Max => Max,
        Aggregations.Avg => Sum / Count,
        Aggregations.P50 => Quantile(0.5),
        Aggregations.P90 => Quantile(0.9),
        Aggregations.P99 => Quantile(0.99),
        Aggregations.StdDev => Math.Sqrt(Squares / Count),
        _ => Count,
    };

    /// <summary>
    /// Returns a quantile. It is within the sketch's error of the value of that rank, and never below the smallest or above the largest value. NaN if the
    /// sketch does not cover all values, because a part came without one.
    /// </summary>
    private readonly double Quantile(double q) =>
        Sketch is null || Sketch.Count != Count ? double.NaN : Math.Clamp(Sketch.Quantile(q), Min, Max);
}
