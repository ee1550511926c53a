using System.Runtime.InteropServices;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>Rollups while they are computed: from the values of targets, or from the digests of silos.</summary>
internal sealed class RollupTable
{
    /// <summary>The name under which results count the targets of scripts that expose only rollups. No metric can have it.</summary>
    public const string ScriptTargets = "";

    private readonly Dictionary<(RollupScope, string?), Dictionary<string, Digest>> _found = [];

    /// <summary>Rollups of plain keys, by the script's name.</summary>
    public SortedDictionary<string, RolledUp> Scripts { get; } = new(StringComparer.Ordinal);

    /// <summary>Rollups of declared metrics, by the metric's name; their keys are <see cref="RollupKey"/>.</summary>
    public SortedDictionary<string, RolledUp> Metrics { get; } = new(StringComparer.Ordinal);

    /// <summary>Computes the rollups of scripts over the results of their targets.</summary>
    public static RollupTable Of(IEnumerable<RollupSource> sources, TimeSpan now)
    {
        var table = new RollupTable();
        foreach (RollupSource source in sources)
        {
            foreach (ScriptResults results in source.Results)
            {
                table.Add(source.Scope, results.ReadValues(now));
            }
        }

        return table;
    }

    /// <summary>Adds what one target gave. A script that gave nothing is added too, because its labels count for the labels that all series share.</summary>
    public void Add(RollupScope scope, KeyedValue[] values)
    {
        Dictionary<string, Digest> digests = Find(scope, null);
        string? metric = null;
        foreach (KeyedValue value in values)
        {
            if (!ReferenceEquals(value.Metric, metric))
            {
                metric = value.Metric;
                digests = Find(scope, metric);
            }

            CollectionsMarshal.GetValueRefOrAddDefault(digests, value.Key, out _).Add(value.Value, scope.HasQuantiles);
        }
    }

    /// <summary>Returns the digests of one script or metric and one combination of labels, so that those of a part can be added.</summary>
    /// <param name="all">All scripts, or all metrics.</param>
    /// <param name="name">The script's or metric's name.</param>
    /// <param name="aggregate">The requested rollups.</param>
    /// <param name="labels">The labels that the part's series share.</param>
    /// <param name="by">The labels by which rollups are grouped.</param>
    public static Dictionary<string, Digest> GroupOf(SortedDictionary<string, RolledUp> all, string name, Aggregations aggregate, LabelSet labels, LabelSet by)
    {
        if (!all.TryGetValue(name, out RolledUp? entry))
        {
            all[name] = entry = new RolledUp { Labels = labels };
        }

        entry.Aggregate |= aggregate;
        entry.Labels = entry.Labels.Intersect(labels);
        if (!entry.Groups.TryGetValue(by, out Dictionary<string, Digest>? digests))
        {
            entry.Groups[by] = digests = new Dictionary<string, Digest>(StringComparer.Ordinal);
        }

        return digests;
    }

    private Dictionary<string, Digest> Find(RollupScope scope, string? metric)
    {
        if (_found.TryGetValue((scope, metric), out Dictionary<string, Digest>? digests))
        {
            return digests;
        }

        _found[(scope, null)] = GroupOf(Scripts, scope.Script, scope.Aggregate, scope.Labels, scope.By);
        foreach (string declared in scope.Metrics)
        {
            _found[(scope, declared)] = GroupOf(Metrics, declared, scope.Aggregate, scope.Labels, scope.By);
        }

        // A metric that only another version of the script declared is no longer rolled up.
        return _found.TryGetValue((scope, metric), out digests) ? digests : _found[(scope, metric)] = [];
    }
}

/// <summary>The rollups of one script's keys, or of one metric.</summary>
internal sealed class RolledUp
{
    /// <summary>The requested rollups.</summary>
    public Aggregations Aggregate { get; set; }

    /// <summary>The configured labels that all the merged series share.</summary>
    public LabelSet Labels { get; set; } = LabelSet.Empty;

    /// <summary>Digests by key, for each combination of the labels by which rollups are grouped.</summary>
    public Dictionary<LabelSet, Dictionary<string, Digest>> Groups { get; } = [];
}

/// <summary>One script whose values are rolled up.</summary>
/// <param name="Scope">How the values are grouped.</param>
/// <param name="Results">The script's results on each of the targets that have this scope.</param>
internal sealed record RollupSource(RollupScope Scope, IReadOnlyList<ScriptResults> Results);

/// <summary>How many targets answer.</summary>
/// <param name="Up">Targets that answer.</param>
/// <param name="Down">Targets that do not answer.</param>
/// <param name="Unknown">Targets that were not asked yet.</param>
internal readonly record struct TargetCounts(int Up, int Down, int Unknown)
{
    /// <summary>Counts targets.</summary>
    public static TargetCounts Of(IReadOnlyCollection<TargetResults> targets)
    {
        int up = targets.Count(static target => target.State == TargetState.Up);
        int down = targets.Count(static target => target.State == TargetState.Down);
        return new TargetCounts(up, down, targets.Count - up - down);
    }
}
