namespace ScriptGrid.Engine.Model;

/// <summary>What families are called in OpenMetrics, where those of counters and infos stand without their suffix.</summary>
internal static class OpenMetricsNames
{
    private const string CounterSuffix = "_total";
    private const string InfoSuffix = "_info";

    /// <summary>The name of a family.</summary>
    public static string Of(MetricType type, string name) => type switch
    {
        MetricType.Counter when IsCounter(name) => name[..^CounterSuffix.Length],
        MetricType.Info when name.EndsWith(InfoSuffix, StringComparison.Ordinal) => name[..^InfoSuffix.Length],
        _ => name,
    };

    /// <summary>Whether a counter of this name is one in OpenMetrics too.</summary>
    public static bool IsCounter(string name) => name.EndsWith(CounterSuffix, StringComparison.Ordinal);
}
