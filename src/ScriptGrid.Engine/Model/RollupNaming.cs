namespace ScriptGrid.Engine.Model;

/// <summary>How the rollups of a declared metric are called: <c>redis_fleet_mail_queue_length</c>. No declaration may begin so.</summary>
internal static class RollupNaming
{
    private const string CounterSuffix = "_total";

    /// <summary>What the names of all rollups begin with.</summary>
    public static string Prefix(string prefix) => prefix + "_fleet_";

    /// <summary>The names of ScriptGrid's own rollups.</summary>
    public static string[] Own(string prefix) => [Prefix(prefix) + "script_values", Prefix(prefix) + "script_targets", Prefix(prefix) + "targets"];

    /// <summary>
    /// The rollups of a metric, as a declaration of their own. What is rolled up of counters falls when a target goes, so that it is a gauge, and has no
    /// <c>_total</c>, which gauges must not have.
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

    /// <summary>Whether its series are summed up as they are, and no operation is applied to them.</summary>
    public static bool IsDistribution(MetricType type) => type is MetricType.Histogram or MetricType.Summary;

    private static string Meaning(MetricType type) => type switch
    {
        MetricType.Histogram => "Summed over targets by bucket.",
        MetricType.Summary => "Sum and count over targets.",
        _ => "Rolled up over targets.",
    };
}
