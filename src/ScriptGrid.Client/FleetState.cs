using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>The fleet in figures.</summary>
[GenerateSerializer, Immutable, Alias("sg.fleet-state")]
public sealed record FleetState
{
    /// <summary>When the figures were put together, by the clock of the silo that did.</summary>
    [Id(0)]
    public DateTimeOffset At { get; init; }

    /// <summary>Version of the catalogue of targets and scripts: the time of its publication in milliseconds since the Unix epoch.</summary>
    [Id(1)]
    public long CatalogueVersion { get; init; }

    /// <summary>Targets that are configured.</summary>
    [Id(2)]
    public int Targets { get; init; }

    /// <summary>Targets that answer.</summary>
    [Id(3)]
    public int Up { get; init; }

    /// <summary>Targets that cannot be reached, or do not let us in.</summary>
    [Id(4)]
    public int Down { get; init; }

    /// <summary>Targets that were not asked yet, those that no silo told of included.</summary>
    [Id(5)]
    public int Unknown { get; init; }

    /// <summary>The silos, by address.</summary>
    [Id(6)]
    public ImmutableArray<SiloState> Silos { get; init; } = [];
}
