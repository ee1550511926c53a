using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>A page of the list of targets.</summary>
/// <param name="Targets">The targets, by identity in ordinal order.</param>
/// <param name="Next">The argument for the next call of <see cref="IFleetGrain.GetTargetsAsync"/>; empty if this page is the last.</param>
/// <param name="MissingSilos">Silos that did not answer in time, as <c>ip:port</c>. The targets that they collect are not in the list.</param>
[GenerateSerializer, Immutable, Alias("sg.targets-page")]
public sealed record TargetsPage(
    [property: Id(0)] ImmutableArray<TargetSummary> Targets,
    [property: Id(1)] string Next,
    [property: Id(2)] ImmutableArray<string> MissingSilos);
