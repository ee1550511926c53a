using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Checks the rollups of all scripts against each other, against the metrics that they roll up, and against the labels of targets.</summary>
internal sealed class RollupRules(GlobalSettings global, Problems problems)
{
    private readonly Dictionary<string, DeclaredMetric> _series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfiguredScript> _metrics = new(StringComparer.Ordinal);

    /// <summary>Checks the rollups of the scripts' declared metrics.</summary>
    public void Check(IEnumerable<ConfiguredScript> scripts)
    {
        foreach (ConfiguredScript script in scripts.Where(static script => script.Spec.Aggregate != Aggregations.None))
        {
            foreach (DeclaredMetric metric in script.Metrics)
            {
                if (Problem(script, metric) is { } problem)
                {
                    problems.Error(metric.Place, problem);
                }

                foreach (string label in script.Spec.AggregateBy.Intersect(metric.Metric.Labels))
                {
                    problems.Warn(script.AggregatePlace, $"by: {label} is a label of {metric.Metric.Name} itself, so its rollups already have it; leave it out");
                }
            }
        }
    }

    /// <summary>Checks that targets have the labels by which scripts are rolled up. Targets that sources find may have any label.</summary>
    public void Check(ImmutableArray<TargetGroup> groups, IEnumerable<ConfiguredScript> scripts)
    {
        foreach (ConfiguredScript script in scripts.Where(static script => !script.Spec.AggregateBy.IsEmpty))
        {
            TargetGroup[] running = [.. groups.Where(group => group.HasTargets && group.Template.Scripts.Contains(script.Spec))];
            foreach (string label in script.Spec.AggregateBy.Where(label => running.Length > 0 && !running.Any(group => MayHave(group, script.Spec, label))))
            {
                if (!script.Metrics.Any(metric => metric.Metric.Labels.Contains(label)))
                {
                    problems.Warn(script.AggregatePlace, $"by: no target of {script.Spec.Name} has a label {label}; add it to labels: of their groups, or leave it out");
                }
            }
        }
    }

    private static bool MayHave(TargetGroup group, ScriptSpec script, string label) =>
        !group.Sources.IsEmpty || group.Template.Labels.Contains(label) || script.Labels.Contains(label);

    private string? Problem(ConfiguredScript script, DeclaredMetric declared)
    {
        MetricDeclaration metric = declared.Metric;
        if (metric.Labels.Contains("agg"))
        {
            return $"{metric.Name}: the label agg is reserved for rollups; rename it, or leave {script.Spec.Name} without aggregate";
        }

        if (_metrics.TryGetValue(metric.Name, out ConfiguredScript? other) && !IsAlike(script.Spec, other.Spec))
        {
            return $"{metric.Name} has different rollups at {other.AggregatePlace} and {script.AggregatePlace}; give both scripts the same aggregate";
        }

        _metrics.TryAdd(metric.Name, script);
        foreach (string name in RollupNaming.Of(global.Namespace, metric).AllNames)
        {
            if (RollupNaming.Own(global.Namespace).Contains(name))
            {
                return $"the rollups of {metric.Name} would be called {name}, a name of ScriptGrid's own; rename it";
            }

            if (_series.TryGetValue(name, out DeclaredMetric known) && known.Metric.Name != metric.Name)
            {
                return $"the rollups of {metric.Name} would be called {name}, as those of {known.Metric.Name}, declared at {known.Place}; rename one";
            }

            _series.TryAdd(name, declared);
        }

        return null;
    }

    private static bool IsAlike(ScriptSpec one, ScriptSpec other) =>
        one.Aggregate == other.Aggregate && one.AggregateBy.ToHashSet(StringComparer.Ordinal).SetEquals(other.AggregateBy);
}
