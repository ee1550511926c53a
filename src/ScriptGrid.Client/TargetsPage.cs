using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>A page of the list of targets.</summary>
/// <param name="Targets">The targets, by identity in ordinal order.</param>
/// <param name="Next">What to ask for the next page with; empty where this is the last.</param>
/// <param name="MissingSilos">Silos that did not answer in time, as <c>ip:port</c>: what they collect is not in the list.</param>
[GenerateSerializer, Immutable, Alias("sg.targets-page")]
public sealed record TargetsPage(
    [property: Id(0)] ImmutableArray<TargetSummary> Targets,
    [property: Id(1)] string Next,
    [property: Id(2)] ImmutableArray<string> MissingSilos);
