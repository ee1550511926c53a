using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>The fleet in figures.</summary>
[GenerateSerializer, Immutable, Alias("sg.fleet-state")]
public sealed record FleetState
{
    /// <summary>When the figures were merged, by the clock of the silo that merged them.</summary>
    [Id(0)]
    public DateTimeOffset At { get; init; }

    /// <summary>The version of the catalogue of targets and scripts: the time of its publication in milliseconds since the Unix epoch.</summary>
    [Id(1)]
    public long CatalogueVersion { get; init; }

    /// <summary>The number of configured targets, including discovered ones.</summary>
    [Id(2)]
    public int Targets { get; init; }

    /// <summary>The number of targets that answer.</summary>
    [Id(3)]
    public int Up { get; init; }

    /// <summary>The number of targets that cannot be reached, or do not accept the login.</summary>
    [Id(4)]
    public int Down { get; init; }

    /// <summary>The number of targets that have not been asked yet, including those of silos that sent no figures.</summary>
    [Id(5)]
    public int Unknown { get; init; }

    /// <summary>The silos, by address.</summary>
    [Id(6)]
    public ImmutableArray<SiloState> Silos { get; init; } = [];
}
