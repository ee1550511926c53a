using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Results;

/// <summary>
/// Identifies a series of a declared metric among the metric's rollups. The text is: which of the metric's series it is, <c>|</c>, and its own labels as they
/// are written, each with its comma. For example <c>|queue="sms",</c>, <c>le0.5|queue="sms",</c> or <c>sum|</c>. It is the same in every process, because silos
/// exchange digests by it.
/// </summary>
/// <param name="Series">Empty for a gauge or a counter; <c>le</c> and the bound for a bucket; <c>sum</c>; or <c>count</c>.</param>
/// <param name="Labels">The series' own labels.</param>
internal readonly record struct RollupKey(string Series, string Labels)
{
    /// <summary>The series of a distribution's sum.</summary>
    public const string Sum = "sum";

    /// <summary>The series of a summary's count.</summary>
    public const string Count = "count";

    private const string BoundMark = "le";

    /// <summary>Whether it is a bucket.</summary>
    public bool IsBucket => Series.StartsWith(BoundMark, StringComparison.Ordinal);

    /// <summary>The bound of a bucket, as it is written.</summary>
    public string BoundText => Series[BoundMark.Length..];

    /// <summary>The bound of a bucket; NaN if there is none.</summary>
    public double Bound => NumberParser.TryParse(System.Text.Encoding.UTF8.GetBytes(BoundText), out double bound) ? bound : double.NaN;

    /// <summary>Parses a key.</summary>
    public static RollupKey Parse(string key)
    {
        int bar = key.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? new RollupKey("", key) : new RollupKey(key[..bar], key[(bar + 1)..]);
    }
}
