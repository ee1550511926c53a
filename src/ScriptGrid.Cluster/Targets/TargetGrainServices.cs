using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Targets;

/// <summary>What all target grains of a silo share, so that each of thousands carries one reference.</summary>
internal sealed class TargetGrainServices(
    HeldTargets held, CatalogueKeeper catalogue, ClusterView view, StallGate gate, SiloMeter meter, ClusterSettings cluster)
{
    /// <summary>Raised when a grain went whose target may still belong here.</summary>
    public event Action? Left;

    /// <summary>The silo's targets.</summary>
    public HeldTargets Held => held;

    /// <summary>The silo's copy of the catalogue.</summary>
    public CatalogueKeeper Catalogue => catalogue;

    /// <summary>The cluster.</summary>
    public ClusterView View => view;

    /// <summary>Whether collecting is safe.</summary>
    public StallGate Gate => gate;

    /// <summary>The silo's metrics.</summary>
    public SiloMeter Meter => meter;

    /// <summary>Whether clients may run what is not configured. This silo's own setting: the catalogue does not carry it.</summary>
    public bool AllowsAdHocEval => cluster.AdHocEval;

    /// <summary>Tells that a grain went.</summary>
    public void Wake() => Left?.Invoke();
}
