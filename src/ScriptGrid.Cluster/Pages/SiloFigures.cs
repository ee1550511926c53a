namespace ScriptGrid.Cluster.Pages;

/// <summary>How a silo fares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HttpAddress">Where its HTTP endpoints are reached; empty while it does not listen yet.</param>
/// <param name="Started">When it started.</param>
/// <param name="Version">Its version.</param>
/// <param name="Targets">How many targets it holds.</param>
/// <param name="Edition">The edition of the catalogue that it collects from.</param>
/// <param name="LagSeconds">How late runs started of late; null where there were none.</param>
/// <param name="HandOvers">How many targets it handed over.</param>
[GenerateSerializer, Immutable, Alias("sg.silo-figures")]
internal sealed record SiloFigures(
    [property: Id(0)] string Name,
    [property: Id(1)] string HttpAddress,
    [property: Id(2)] DateTimeOffset Started,
    [property: Id(3)] string Version,
    [property: Id(4)] int Targets,
    [property: Id(5)] long Edition,
    [property: Id(6)] double? LagSeconds,
    [property: Id(7)] long HandOvers);
