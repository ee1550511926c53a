namespace ScriptGrid.Client;

/// <summary>One silo in figures.</summary>
/// <param name="Silo">Its address for other silos, as <c>ip:port</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Answers">Whether it sent its figures in time. If not, they are zero.</param>
/// <param name="Targets">The number of targets that it collects.</param>
/// <param name="Down">The number of them that are down.</param>
[GenerateSerializer, Immutable, Alias("sg.silo-state")]
public sealed record SiloState(
    [property: Id(0)] string Silo,
    [property: Id(1)] string Name,
    [property: Id(2)] bool Answers,
    [property: Id(3)] int Targets,
    [property: Id(4)] int Down);
