using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>
/// One key of a script, or one series of a metric that scripts declare, merged over all targets that gave a value for it. With <c>aggregate: by</c>, it is
/// merged over the targets that have the same values of the named labels.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.rollup")]
public sealed record Rollup
{
    /// <summary>The script's name; empty for a declared metric, because several scripts may give it.</summary>
    [Id(0)]
    public string Script { get; init; } = "";

    /// <summary>The key. For a declared metric it is the series with its own labels, such as <c>mail_queue_length{queue="sms"}</c>.</summary>
    [Id(1)]
    public string Key { get; init; } = "";

    /// <summary>The configured labels that all the merged series share.</summary>
    [Id(2)]
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The sum; NaN if one of the values is NaN.</summary>
    [Id(3)]
    public double Sum { get; init; }

    /// <summary>The smallest value.</summary>
    [Id(4)]
    public double Min { get; init; }

    /// <summary>The largest value.</summary>
    [Id(5)]
    public double Max { get; init; }

    /// <summary>The number of targets that gave a value.</summary>
    [Id(6)]
    public long Count { get; init; }

    /// <summary>The standard deviation of the values; NaN if a silo of an older version did not report it.</summary>
    [Id(7)]
    public double StdDev { get; init; } = double.NaN;

    /// <summary>The median, within 1%; NaN if no quantile is configured.</summary>
    [Id(8)]
    public double P50 { get; init; } = double.NaN;

    /// <summary>The 90th percentile, within 1%; NaN if no quantile is configured.</summary>
    [Id(9)]
    public double P90 { get; init; } = double.NaN;

    /// <summary>The 99th percentile, within 1%; NaN if no quantile is configured.</summary>
    [Id(10)]
    public double P99 { get; init; } = double.NaN;

    /// <summary>The arithmetic mean.</summary>
    public double Avg => Sum / Count;
}
