using System.Collections.Immutable;

namespace ScriptGrid.Engine.Queries;

/// <summary>The values by which targets can be filtered: all that occur among the targets, each set in ordinal order.</summary>
internal sealed record FleetFacets
{
    /// <summary>At most this many label names are reported, and at most this many values of each.</summary>
    public const int MaxLabels = 100;

    /// <summary>The number of targets.</summary>
    public int Targets { get; init; }

    /// <summary>The scripts.</summary>
    public ImmutableSortedSet<string> Scripts { get; init; } = Empty;

    /// <summary>The sources that found targets.</summary>
    public ImmutableSortedSet<string> Sources { get; init; } = Empty;

    /// <summary>The silos that collect the targets.</summary>
    public ImmutableSortedSet<string> Owners { get; init; } = Empty;

    /// <summary>The label names, each with its values.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Labels { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<string>>(StringComparer.Ordinal);

    private static ImmutableSortedSet<string> Empty { get; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Combines these facets with those of other targets.</summary>
    public FleetFacets With(FleetFacets other)
    {
        ImmutableSortedDictionary<string, ImmutableSortedSet<string>> labels = Labels;
        foreach ((string name, ImmutableSortedSet<string> values) in other.Labels)
        {
            labels = labels.SetItem(name, Bounded(labels.GetValueOrDefault(name, Empty).Union(values)));
        }

        return new FleetFacets
        {
            Targets = Targets + other.Targets,
            Scripts = Scripts.Union(other.Scripts),
            Sources = Sources.Union(other.Sources),
            Owners = Owners.Union(other.Owners),
            Labels = labels.RemoveRange(labels.Keys.Skip(MaxLabels)),
        };
    }

    private static ImmutableSortedSet<string> Bounded(ImmutableSortedSet<string> values) =>
        values.Count <= MaxLabels ? values : values.Except(values.Skip(MaxLabels));
}
