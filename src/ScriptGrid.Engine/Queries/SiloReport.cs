using System.Collections.Immutable;

namespace ScriptGrid.Engine.Queries;

/// <summary>The list of processes that collect.</summary>
/// <param name="Engine"><c>standalone</c> or <c>cluster</c>.</param>
/// <param name="Silos">The processes: the active ones first, then the leaving ones.</param>
/// <param name="Edition">The edition of the catalogue that the answering process collects from; null if there is none.</param>
internal sealed record SiloList(string Engine, ImmutableArray<SiloReport> Silos, long? Edition);

/// <summary>A process that collects targets.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address in the cluster, as <c>ip:port</c>; null if there is no cluster.</param>
/// <param name="State"><c>active</c>; <c>leaving</c> while it hands over its targets; <c>silent</c> if it does not answer.</param>
internal sealed record SiloReport(string Name, string? Address, string State)
{
    /// <summary>The address of its HTTP pages; null if unknown.</summary>
    public string? HttpAddress { get; init; }

    /// <summary>When it started; null if it does not answer.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Its version; null if it does not answer.</summary>
    public string? Version { get; init; }

    /// <summary>The number of targets that it collects; null if it does not answer.</summary>
    public int? Targets { get; init; }

    /// <summary>The number of targets that are assigned to it.</summary>
    public int Owned { get; init; }

    /// <summary>The edition of the catalogue that it collects from; null if there is none, or if the process does not answer.</summary>
    public long? Edition { get; init; }

    /// <summary>How long after their slots recent runs started, on average, in seconds; null if there were none, or if the process does not answer.</summary>
    public double? LagSeconds { get; init; }

    /// <summary>The number of targets that it has handed over to other processes; null if it does not answer.</summary>
    public long? HandOvers { get; init; }
}
