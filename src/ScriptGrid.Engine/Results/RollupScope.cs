using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>How the values of a script are grouped in rollups. It is the same for all targets of a group, and created once for them.</summary>
internal sealed class RollupScope
{
    private const Aggregations Quantiles = Aggregations.P50 | Aggregations.P90 | Aggregations.P99;

    /// <param name="script">The script.</param>
    /// <param name="labels">The labels that the configuration adds to its series on these targets.</param>
    public RollupScope(ScriptSpec script, LabelSet labels)
    {
        (Script, Aggregate, Labels) = (script.Name, script.Aggregate, labels);
        By = LabelSet.From(labels.Labels.ToArray().Where(label => script.AggregateBy.Contains(label.Key)));
        Metrics = [.. script.Metrics.Select(static metric => metric.Name), .. script.Expose == Exposure.Rollups ? [RollupTable.ScriptTargets] : Array.Empty<string>()];
    }

    /// <summary>The script's name.</summary>
    public string Script { get; }

    /// <summary>The requested rollups.</summary>
    public Aggregations Aggregate { get; }

    /// <summary>The labels that the configuration adds.</summary>
    public LabelSet Labels { get; }

    /// <summary>The labels among them by which rollups are grouped.</summary>
    public LabelSet By { get; }

    /// <summary>The metrics that may have rows.</summary>
    public ImmutableArray<string> Metrics { get; }

    /// <summary>Whether quantiles are requested.</summary>
    public bool HasQuantiles => (Aggregate & Quantiles) != 0;
}
