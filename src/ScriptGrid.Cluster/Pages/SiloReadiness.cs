using System.Globalization;
using Microsoft.Extensions.Hosting;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Whether this silo plays its part, as load balancers and Kubernetes ask.</summary>
internal sealed class SiloReadiness(
    ClusterView view, StallGate gate, CatalogueKeeper catalogue, HeldTargets held, IHostApplicationLifetime lifetime)
{
    /// <summary>Why it does not, as the end of a sentence; null where it does.</summary>
    public string? Problem => Judge(new SiloCondition(
        lifetime.ApplicationStopping.IsCancellationRequested, view.IsActive, gate.IsOpen, catalogue.Current?.Number ?? 0, catalogue.Refused, held.NotReady));

    /// <summary>Why a silo in this condition is not ready, the reason that matters most; null where it is ready.</summary>
    public static string? Judge(SiloCondition silo) => silo switch
    {
        { IsStopping: true } => "the silo is stopping",
        { IsActive: false } => "the membership does not say that the silo is active",
        { IsGateOpen: false } => "the silo stood still, and waits for the membership to say that it is active",
        { Refused: > 0 } => string.Create(
            CultureInfo.InvariantCulture, $"the silo cannot use catalogue edition {silo.Refused}, and collects from {silo.Edition}"),
        { Edition: 0 } => "the silo has no catalogue yet",
        _ => silo.Waiting,
    };
}

/// <summary>What readiness depends on.</summary>
/// <param name="IsStopping">Whether the process was told to stop.</param>
/// <param name="IsActive">Whether the membership says that the silo is active.</param>
/// <param name="IsGateOpen">Whether it may collect.</param>
/// <param name="Edition">The catalogue's edition that it collects from; 0 where it has none.</param>
/// <param name="Refused">A newer edition that it cannot use; 0 where there is none.</param>
/// <param name="Waiting">Which first results are missing; null where none is.</param>
internal sealed record SiloCondition(bool IsStopping, bool IsActive, bool IsGateOpen, long Edition, long Refused, string? Waiting);
