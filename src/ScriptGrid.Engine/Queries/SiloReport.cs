using System.Collections.Immutable;

namespace ScriptGrid.Engine.Queries;

/// <summary>The processes that collect.</summary>
/// <param name="Engine"><c>standalone</c> or <c>cluster</c>.</param>
/// <param name="Silos">Each of them, by name.</param>
/// <param name="Edition">The edition of the catalogue that the process collects from that is asked; null where there is none.</param>
internal sealed record SiloList(string Engine, ImmutableArray<SiloReport> Silos, long? Edition);

/// <summary>A process that collects.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address among silos, as <c>ip:port</c>; null where there is no cluster.</param>
/// <param name="State"><c>active</c>; <c>leaving</c> while it hands over what it holds; <c>silent</c> where it does not answer.</param>
internal sealed record SiloReport(string Name, string? Address, string State)
{
    /// <summary>Where its pages are; null where that is not known.</summary>
    public string? HttpAddress { get; init; }

    /// <summary>When it started; null where it does not answer.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Its version; null where it does not answer.</summary>
    public string? Version { get; init; }

    /// <summary>How many targets it collects; null where it does not answer.</summary>
    public int? Targets { get; init; }

    /// <summary>How many targets belong to it.</summary>
    public int Owned { get; init; }

    /// <summary>The edition of the catalogue that it collects from; null where there is none, or it does not answer.</summary>
    public long? Edition { get; init; }

    /// <summary>How long after their slot runs started of late, on average, in seconds; null where none has, or it does not answer.</summary>
    public double? LagSeconds { get; init; }

    /// <summary>How many targets it handed over to others; null where it does not answer.</summary>
    public long? HandOvers { get; init; }
}
