using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Queries;

/// <summary>Collects, from one target after another, the values by which targets can be filtered.</summary>
internal sealed class FacetCollector
{
    private readonly HashSet<string> _scripts = new(StringComparer.Ordinal);
    private readonly HashSet<IReadOnlyList<string>> _scriptLists = new(ReferenceEqualityComparer.Instance); // Targets of a group share one list.
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<string> _owners = new(StringComparer.Ordinal);
    private readonly HashSet<LabelSet> _labelSets = new(ReferenceEqualityComparer.Instance); // Shared in the same way.
    private readonly Dictionary<string, HashSet<string>> _labels = new(StringComparer.Ordinal);
    private int _targets;

    /// <summary>Adds a target.</summary>
    public void Add(in TargetGlance target)
    {
        _targets++;
        if (_scriptLists.Add(target.Scripts))
        {
            _scripts.UnionWith(target.Scripts);
        }

        Add(_sources, target.Source);
        Add(_owners, target.Owner);
        if (_labelSets.Add(target.Labels))
        {
            foreach ((string name, string value) in target.Labels.Labels)
            {
                AddLabel(name, value);
            }
        }
    }

    /// <summary>Everything collected so far.</summary>
    public FleetFacets ToFacets() => new()
    {
        Targets = _targets,
        Scripts = Sorted(_scripts),
        Sources = Sorted(_sources),
        Owners = Sorted(_owners),
        Labels = _labels.ToImmutableSortedDictionary(static label => label.Key, static label => Sorted(label.Value), StringComparer.Ordinal),
    };

    private void AddLabel(string name, string value)
    {
        if (!_labels.TryGetValue(name, out HashSet<string>? values) && _labels.Count < FleetFacets.MaxLabels)
        {
            values = new HashSet<string>(StringComparer.Ordinal);
            _labels.Add(name, values);
        }

        if (values is { Count: < FleetFacets.MaxLabels })
        {
            values.Add(value);
        }
    }

    private static void Add(HashSet<string> names, string? name)
    {
        if (name is not null)
        {
            names.Add(name);
        }
    }

    private static ImmutableSortedSet<string> Sorted(HashSet<string> names) => names.ToImmutableSortedSet(StringComparer.Ordinal);
}
