using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Cluster.Pages;

/// <summary>
/// The form in which <see cref="TargetQuery"/> is sent between silos. It has no direction, because the silo that merges the answers sorts them.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.index-request")]
internal sealed record IndexRequest(
    [property: Id(0)] int Conditions,
    [property: Id(1)] string? Script,
    [property: Id(2)] KeyValuePair<string, string>? Label,
    [property: Id(3)] string? Source,
    [property: Id(4)] string? Owner,
    [property: Id(5)] int? Reason,
    [property: Id(6)] string? Text,
    [property: Id(7)] int? Sort)
{
    /// <summary>Converts a query to this form.</summary>
    public static IndexRequest From(TargetQuery query) => new(
        (int)query.Filter.Conditions,
        query.Filter.Script,
        query.Filter.Label,
        query.Filter.Source,
        query.Filter.Owner,
        (int?)query.Filter.Reason,
        query.Filter.Text,
        (int?)query.Sort);

    /// <summary>Converts back to the query, without its direction.</summary>
    public TargetQuery ToQuery() => new(
        new TargetFilter
        {
            Conditions = (TargetConditions)Conditions,
            Script = Script,
            Label = Label,
            Source = Source,
            Owner = Owner,
            Reason = (FailureReason?)Reason,
            Text = Text,
        },
        (TargetSort?)Sort);
}

/// <summary>A silo's part of a <see cref="TargetIndex"/>.</summary>
/// <param name="Targets">The targets that match.</param>
/// <param name="Conditions">The condition of each.</param>
/// <param name="Reasons">The failure reasons of each, if any.</param>
/// <param name="Keys">The sort key of each.</param>
/// <param name="Total">How many targets the silo holds.</param>
/// <param name="Scripts">Their scripts.</param>
/// <param name="Sources">The sources that found them.</param>
/// <param name="Labels">Their labels, each value with its name.</param>
[GenerateSerializer, Immutable, Alias("sg.index-part")]
internal sealed record IndexPart(
    [property: Id(0)] string[] Targets,
    [property: Id(1)] byte[] Conditions,
    [property: Id(2)] int[] Reasons,
    [property: Id(3)] double[] Keys,
    [property: Id(4)] int Total,
    [property: Id(5)] string[] Scripts,
    [property: Id(6)] string[] Sources,
    [property: Id(7)] ImmutableArray<KeyValuePair<string, string>> Labels)
{
    /// <summary>Converts an index to this form.</summary>
    public static IndexPart From(TargetIndex index) => new(
        [.. index.Matches.Select(static target => target.Target)],
        [.. index.Matches.Select(static target => (byte)target.Condition)],
        [.. index.Matches.Select(static target => target.Reasons.Bits)],
        [.. index.Matches.Select(static target => target.Key)],
        index.Facets.Targets,
        [.. index.Facets.Scripts],
        [.. index.Facets.Sources],
        [.. index.Facets.Labels.SelectMany(static label => label.Value, static (label, value) => KeyValuePair.Create(label.Key, value))]);

    /// <summary>Converts back to the targets.</summary>
    public IEnumerable<IndexedTarget> ToTargets() => Targets.Select(
        (target, i) => new IndexedTarget(target, (TargetConditions)Conditions[i], new ReasonSet(Reasons[i]), Keys[i]));

    /// <summary>Converts back to the facets.</summary>
    /// <param name="owner">The silo.</param>
    public FleetFacets ToFacets(string owner) => new()
    {
        Targets = Total,
        Scripts = Scripts.ToImmutableSortedSet(StringComparer.Ordinal),
        Sources = Sources.ToImmutableSortedSet(StringComparer.Ordinal),
        Owners = (Total > 0 ? [owner] : Array.Empty<string>()).ToImmutableSortedSet(StringComparer.Ordinal),
        Labels = Labels
            .GroupBy(static label => label.Key, static label => label.Value)
            .ToImmutableSortedDictionary(static label => label.Key, static label => label.ToImmutableSortedSet(StringComparer.Ordinal), StringComparer.Ordinal),
    };
}
