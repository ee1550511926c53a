using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>Sum, minimum, maximum, mean and count of one key's values over targets; digests of several parts can be merged.</summary>
internal struct Digest
{
    /// <param name="sum">The sum of the values.</param>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The largest.</param>
    /// <param name="count">How many there are.</param>
    public Digest(double sum, double min, double max, long count) => (Sum, Min, Max, Count) = (sum, min, max, count);

    public double Sum { get; private set; }

    public double Min { get; private set; }

    public double Max { get; private set; }

    public long Count { get; private set; }

    /// <summary>Adds one target's value. NaN makes sum, minimum, maximum and mean NaN, as in any arithmetic.</summary>
    public void Add(double value)
    {
        Sum += value;
        Min = Count == 0 ? value : Math.Min(Min, value);
        Max = Count == 0 ? value : Math.Max(Max, value);
        Count++;
    }

    /// <summary>Adds the values of another part.</summary>
    public void Add(in Digest other)
    {
        if (other.Count > 0)
        {
            Sum += other.Sum;
            Min = Count == 0 ? other.Min : Math.Min(Min, other.Min);
            Max = Count == 0 ? other.Max : Math.Max(Max, other.Max);
            Count += other.Count;
        }
    }

    /// <summary>The value of one rollup.</summary>
    public readonly double Get(Aggregations aggregation) => aggregation switch
    {
        Aggregations.Sum => Sum,
        Aggregations.Min => Min,
        Aggregations.Max => Max,
        Aggregations.Avg => Sum / Count,
        _ => Count,
    };
}
