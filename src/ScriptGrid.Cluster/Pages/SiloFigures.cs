namespace ScriptGrid.Cluster.Pages;

/// <summary>A silo's figures.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HttpAddress">The address of its HTTP endpoints; empty while it does not listen yet.</param>
/// <param name="Started">When it started.</param>
/// <param name="Version">Its version.</param>
/// <param name="Targets">The number of targets that it holds.</param>
/// <param name="Edition">The edition of the catalogue that it collects from.</param>
/// <param name="LagSeconds">How late recent runs started, in seconds; null if there were none.</param>
/// <param name="HandOvers">The number of targets that it has handed over.</param>
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
