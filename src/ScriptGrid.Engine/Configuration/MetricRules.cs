using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A declaration with the place where it is written.</summary>
internal readonly record struct DeclaredMetric(MetricDeclaration Metric, Place Place);

/// <summary>
/// Checks the metrics that all scripts declare against each other, against ScriptGrid's own, and against the labels that the configuration adds.
/// </summary>
internal sealed class MetricRules(GlobalSettings global, Problems problems)
{
    private const string OwnScriptPart = "_script_";

    private static readonly string[] OwnPrefixes = ["scriptgrid_", "process_", "dotnet_", "orleans_"];
    private static readonly string[] OwnSuffixes = ["_up", "_tls_certificate_not_after_timestamp_seconds"];

    private readonly Dictionary<string, DeclaredMetric> _families = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeclaredMetric> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<int, DeclaredMetric> _ids = [];

    /// <summary>Checks the declarations of the scripts, in order.</summary>
    public void Check(IEnumerable<ConfiguredScript> scripts)
    {
        foreach (ConfiguredScript script in scripts)
        {
            foreach (DeclaredMetric metric in script.Metrics)
            {
                if (Problem(script, metric) is { } problem)
                {
                    problems.Error(metric.Place, problem);
                }
            }
        }
    }

    /// <summary>Checks the labels that targets add to the metrics of their scripts.</summary>
    public void Check(IEnumerable<TargetGroup> groups, ImmutableArray<ConfiguredScript> scripts)
    {
        IEnumerable<TargetTemplate> templates = groups.Where(static group => group.HasTargets).Select(static group => group.Template);
        foreach ((LabelSet labels, string? role, IReadOnlyList<ScriptSpec> running) in templates.Select(static group => (group.Labels, group.RoleLabel, group.Scripts)).Distinct())
        {
            foreach (ConfiguredScript script in scripts.Where(script => !script.IsShipped && running.Contains(script.Spec)))
            {
                foreach (DeclaredMetric metric in script.Metrics)
                {
                    foreach (string label in metric.Metric.Labels.Where(label => labels.Contains(label) || label == role))
                    {
                        problems.Error(metric.Place, $"{metric.Metric.Name}: the configuration adds a label {label} to the targets of {script.Spec.Name}; rename one");
                    }
                }
            }
        }
    }

    /// <summary>Returns what is wrong with a declaration, by itself or in relation to those checked before; null if nothing is.</summary>
    public string? Problem(ConfiguredScript script, DeclaredMetric declared)
    {
        MetricDeclaration metric = declared.Metric;
        if (IsOwn(metric))
        {
            return $"{metric.Name} is a name of ScriptGrid's own; choose another";
        }

        if (_families.TryGetValue(metric.Name, out DeclaredMetric known) && !known.Metric.IsSameFamily(metric))
        {
            return $"{metric.Name} is declared differently at {known.Place}, as {known.Metric}; give both the same type, labels and help";
        }

        foreach (string name in metric.AllNames)
        {
            if (_names.TryGetValue(name, out DeclaredMetric other) && other.Metric.Name != metric.Name)
            {
                return Clash(metric, other, name);
            }
        }

        if (_ids.TryGetValue(metric.FamilyId, out DeclaredMetric alike) && alike.Metric.Name != metric.Name)
        {
            return $"{metric.Name} has the same hash as {alike.Metric.Name}, declared at {alike.Place}; rename one";
        }

        Add(declared);
        return metric.Labels.Select(label => Taken(script, label)).FirstOrDefault(static taken => taken is not null) is { } taken
            ? $"{metric.Name}: {taken}; rename one"
            : null;
    }

    private static string Clash(MetricDeclaration metric, DeclaredMetric other, string name)
    {
        string declared = $"the {other.Metric.Type.ToString().ToLowerInvariant()} {other.Metric.Name}, declared at {other.Place}";
        return metric.SeriesNames.Contains(name) && other.Metric.SeriesNames.Contains(name)
            ? $"{name} is also a name of {declared}; rename one"
            : $"{metric.Name} and {declared}, are both {name} in OpenMetrics; rename one";
    }

    /// <summary>Returns what already uses a label; null if it is free. A shipped script's label gives way and is renamed <c>exported_…</c>.</summary>
    private string? Taken(ConfiguredScript script, string label) => label switch
    {
        _ when script.IsShipped => null,
        _ when label == global.TargetLabel => $"{label} is the label that names the target",
        _ when label == global.RoleLabel => $"{label} is the label that holds the target's role",
        _ when script.Spec.Labels.Contains(label) => $"{label} is also a label of the script ({script.LabelsPlace})",
        _ => null,
    };

    private void Add(DeclaredMetric declared)
    {
        _families.TryAdd(declared.Metric.Name, declared);
        _ids.TryAdd(declared.Metric.FamilyId, declared);
        foreach (string name in declared.Metric.AllNames)
        {
            _names.TryAdd(name, declared);
        }
    }

    private bool IsOwn(MetricDeclaration metric) => metric.AllNames.Any(name =>
        OwnPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        || name.StartsWith(RollupNaming.Prefix(global.Namespace), StringComparison.Ordinal)
        || name.StartsWith(global.Namespace + OwnScriptPart, StringComparison.Ordinal)
        || OwnSuffixes.Any(suffix => name == global.Namespace + suffix));
}
