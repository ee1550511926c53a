using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// The metric families about targets: those that every script has, under the configured namespace, and those that scripts declare. Results refer to the former
/// by index, and to the latter by <see cref="MetricDeclaration.FamilyId"/>.
/// </summary>
internal sealed class TargetFamilies
{
    private const string Schedule = "Collected on ScriptGrid's own schedule, not at the time of the scrape.";

    /// <summary>Creates the families of a configuration.</summary>
    /// <param name="prefix">The configured namespace.</param>
    /// <param name="declared">The metrics that scripts declare. Of several with the same name, the first counts.</param>
    public TargetFamilies(string prefix, IEnumerable<MetricDeclaration>? declared = null)
    {
        Declared =
        [
            .. (declared ?? [])
                .DistinctBy(static metric => metric.FamilyId)
                .Select(static metric => new DeclaredFamily(metric.FamilyId, new MetricFamily(metric.Name, metric.Type, metric.Help))),
        ];
        Rollups =
        [
            .. (declared ?? [])
                .DistinctBy(static metric => metric.FamilyId)
                .Select(metric => (metric.Name, Rollup: RollupNaming.Of(prefix, metric)))
                .Select(static pair => new RollupFamily(pair.Name, new MetricFamily(pair.Rollup.Name, pair.Rollup.Type, pair.Rollup.Help))),
        ];
        ScriptTargets = new(prefix + "_fleet_script_targets", MetricType.Gauge,
            "Targets by the result of the last run of a script whose series per target are not exposed: values, none, or failed and the reason.");
        TargetStates = new(prefix + "_fleet_targets", MetricType.Gauge, "Targets by state: up, down, or unknown where they were not asked yet.");
        Up = new(prefix + "_up", MetricType.Gauge,
            "Whether the target answers: 0 when connecting, TLS, AUTH or SELECT failed or the connection broke, else 1.");
        Certificates = new(prefix + "_tls_certificate_not_after_timestamp_seconds", MetricType.Gauge,
            "When a certificate of the target's TLS ends, in seconds since the Unix epoch: the server's, as it last showed it, or the client's, as new connections show it.");
        Fleet = new(prefix + "_fleet_script_values", MetricType.Gauge,
            "Values of one key of a script, rolled up over all targets that gave it.");
        PerScript =
        [
            new(prefix + "_script_result", MetricType.Gauge,
                $"Result of the last run of the script: 1 it gave values, 2 it gave none, 0 it failed. {Schedule}"),
            new(prefix + "_script_values", MetricType.Gauge,
                $"Values that the script returned, by key. {Schedule}"),
            new(prefix + "_script_duration_seconds", MetricType.Gauge,
                "How long the last run of the script took, as seen by the collector."),
            new(prefix + "_script_last_success_timestamp_seconds", MetricType.Gauge,
                "When the script last ran without a failure, in seconds since the Unix epoch."),
            new(prefix + "_script_errors_total", MetricType.Counter,
                "Due runs of the script that failed, by reason."),
        ];
    }

    /// <summary>Index of the result family in <see cref="PerScript"/>.</summary>
    public const int Result = 0;

    /// <summary>Index of the values family in <see cref="PerScript"/>.</summary>
    public const int Values = SeriesCount.ValuesFamily;

    /// <summary>Index of the duration family in <see cref="PerScript"/>.</summary>
    public const int Duration = 2;

    /// <summary>Index of the last success family in <see cref="PerScript"/>.</summary>
    public const int LastSuccess = 3;

    /// <summary>Index of the errors family in <see cref="PerScript"/>.</summary>
    public const int Errors = SeriesCount.LastOwnFamily;

    /// <summary>Whether targets answer: one series per target.</summary>
    public MetricFamily Up { get; }

    /// <summary>When certificates expire: up to two series per target that speaks TLS.</summary>
    public MetricFamily Certificates { get; }

    /// <summary>Families with series per target and script.</summary>
    public ImmutableArray<MetricFamily> PerScript { get; }

    /// <summary>Families that scripts declare, in the order of their declarations.</summary>
    public ImmutableArray<DeclaredFamily> Declared { get; }

    /// <summary>Rollups of plain keys.</summary>
    public MetricFamily Fleet { get; }

    /// <summary>Rollups of metrics that scripts declare, in the order of their declarations.</summary>
    public ImmutableArray<RollupFamily> Rollups { get; }

    /// <summary>The number of targets by the result of a script's last run, for scripts that expose only rollups.</summary>
    public MetricFamily ScriptTargets { get; }

    /// <summary>The number of targets by state.</summary>
    public MetricFamily TargetStates { get; }
}

/// <summary>The family of a declared metric's rollups.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Family">The family.</param>
internal readonly record struct RollupFamily(string Metric, MetricFamily Family);

/// <summary>A family that scripts declare.</summary>
/// <param name="Id">The identity by which results refer to it.</param>
/// <param name="Family">The family.</param>
internal readonly record struct DeclaredFamily(int Id, MetricFamily Family);
