using System.Globalization;
using Microsoft.Extensions.Hosting;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Whether this silo is ready, for load balancers and Kubernetes.</summary>
internal sealed class SiloReadiness(
    ClusterView view, StallGate gate, CatalogueKeeper catalogue, HeldTargets held, IHostApplicationLifetime lifetime)
{
    /// <summary>Why it is not ready, as the end of a sentence; null if it is.</summary>
    public string? Problem => Judge(new SiloCondition(
        lifetime.ApplicationStopping.IsCancellationRequested, view.IsActive, gate.IsOpen, catalogue.Current?.Number ?? 0, catalogue.Refused, held.NotReady));

    /// <summary>Returns the most important reason why a silo in this condition is not ready; null if it is ready.</summary>
    public static string? Judge(SiloCondition silo) => silo switch
    {
        { IsStopping: true } => "the silo is stopping",
        { IsActive: false } => "the membership store does not list the silo as active",
        { IsGateOpen: false } => "the silo was stalled, and waits until the membership store confirms that it is active",
        { Refused: > 0 } => string.Create(
            CultureInfo.InvariantCulture, $"the silo cannot use catalogue edition {silo.Refused}, and collects from {silo.Edition}"),
        { Edition: 0 } => "the silo has no catalogue yet",
        _ => silo.Waiting,
    };
}

/// <summary>The conditions that readiness depends on.</summary>
/// <param name="IsStopping">Whether the process is stopping.</param>
/// <param name="IsActive">Whether the membership says that the silo is active.</param>
/// <param name="IsGateOpen">Whether the silo may collect.</param>
/// <param name="Edition">The number of the catalogue's edition that it collects from; 0 if it has none.</param>
/// <param name="Refused">The number of a newer edition that it cannot use; 0 if there is none.</param>
/// <param name="Waiting">Which first results are missing, in words; null if none is.</param>
internal sealed record SiloCondition(bool IsStopping, bool IsActive, bool IsGateOpen, long Edition, long Refused, string? Waiting);
