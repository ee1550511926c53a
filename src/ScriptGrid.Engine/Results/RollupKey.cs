using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Results;

/// <summary>
/// Names a series of a declared metric among its rollups: which of the metric's series it is, <c>|</c>, and its own labels as they are written, each with
/// its comma. The same in every process, as digests of silos hold it: <c>|queue="sms",</c>, <c>le0.5|queue="sms",</c>, <c>sum|</c>.
/// </summary>
/// <param name="Series">Empty for a gauge or a counter; <c>le</c> and the bound for a bucket, <c>sum</c>, or <c>count</c>.</param>
/// <param name="Labels">Its own labels.</param>
internal readonly record struct RollupKey(string Series, string Labels)
{
    /// <summary>The series of a distribution's sum.</summary>
    public const string Sum = "sum";

    /// <summary>The series of a summary's count.</summary>
    public const string Count = "count";

    private const string BoundMark = "le";

    /// <summary>Whether it is a bucket.</summary>
    public bool IsBucket => Series.StartsWith(BoundMark, StringComparison.Ordinal);

    /// <summary>A bucket's bound, as it is written.</summary>
    public string BoundText => Series[BoundMark.Length..];

    /// <summary>A bucket's bound.</summary>
    public double Bound => NumberParser.TryParse(System.Text.Encoding.UTF8.GetBytes(BoundText), out double bound) ? bound : double.NaN;

    /// <summary>Reads a key.</summary>
    public static RollupKey Parse(string key)
    {
        int bar = key.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? new RollupKey("", key) : new RollupKey(key[..bar], key[(bar + 1)..]);
    }
}
