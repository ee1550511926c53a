namespace ScriptGrid.Engine.Model;

/// <summary>Names of the rollups of declared metrics, such as <c>redis_fleet_mail_queue_length</c>. No declaration may use a name with this prefix.</summary>
internal static class RollupNaming
{
    private const string CounterSuffix = "_total";

    /// <summary>Returns what the names of all rollups begin with.</summary>
    public static string Prefix(string prefix) => prefix + "_fleet_";

    /// <summary>Returns the names of ScriptGrid's own rollups.</summary>
    public static string[] Own(string prefix) => [Prefix(prefix) + "script_values", Prefix(prefix) + "script_targets", Prefix(prefix) + "targets"];

    /// <summary>
    /// Returns the rollups of a metric as a declaration of their own. The rollup of a counter decreases when a target is removed. So it is a gauge, and its
    /// name loses <c>_total</c>, which gauges must not have.
    /// </summary>
    public static MetricDeclaration Of(string prefix, MetricDeclaration metric)
    {
        string start = prefix + "_";
        string name = metric.Name.StartsWith(start, StringComparison.Ordinal) ? metric.Name[start.Length..] : metric.Name;
        if (metric.Type == MetricType.Counter && name.EndsWith(CounterSuffix, StringComparison.Ordinal))
        {
            name = name[..^CounterSuffix.Length];
        }

        return metric with
        {
            Type = IsDistribution(metric.Type) ? metric.Type : MetricType.Gauge,
            Name = Prefix(prefix) + name,
            Help = $"{metric.Help} {Meaning(metric.Type)}".TrimStart(),
        };
    }

    /// <summary>Whether the series of this type are only summed, without the configured aggregations.</summary>
    public static bool IsDistribution(MetricType type) => type is MetricType.Histogram or MetricType.Summary;

    private static string Meaning(MetricType type) => type switch
    {
        MetricType.Histogram => "Summed over targets by bucket.",
        MetricType.Summary => "Sum and count over targets.",
        _ => "Rolled up over targets.",
    };
}
