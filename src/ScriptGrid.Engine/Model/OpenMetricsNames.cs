namespace ScriptGrid.Engine.Model;

/// <summary>Names of families in OpenMetrics, which drops the suffix from family names of counters and infos.</summary>
internal static class OpenMetricsNames
{
    private const string CounterSuffix = "_total";
    private const string InfoSuffix = "_info";

    /// <summary>Returns the name of a family in OpenMetrics.</summary>
    public static string Of(MetricType type, string name) => type switch
    {
        MetricType.Counter when IsCounter(name) => name[..^CounterSuffix.Length],
        MetricType.Info when name.EndsWith(InfoSuffix, StringComparison.Ordinal) => name[..^InfoSuffix.Length],
        _ => name,
    };

    /// <summary>Whether a counter of this name is a counter in OpenMetrics too, which demands the suffix <c>_total</c>.</summary>
    public static bool IsCounter(string name) => name.EndsWith(CounterSuffix, StringComparison.Ordinal);
}
