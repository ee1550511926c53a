using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The services that all target grains of a silo share, so that each of thousands of grains holds a single reference.</summary>
internal sealed class TargetGrainServices(
    HeldTargets held, CatalogueKeeper catalogue, ClusterView view, StallGate gate, SiloMeter meter, ClusterSettings cluster)
{
    /// <summary>Raised after a grain has deactivated whose target may still belong here.</summary>
    public event Action? Left;

    /// <summary>The silo's targets.</summary>
    public HeldTargets Held => held;

    /// <summary>The silo's copy of the catalogue.</summary>
    public CatalogueKeeper Catalogue => catalogue;

    /// <summary>The view of the cluster.</summary>
    public ClusterView View => view;

    /// <summary>Whether collecting is safe.</summary>
    public StallGate Gate => gate;

    /// <summary>The silo's metrics.</summary>
    public SiloMeter Meter => meter;

    /// <summary>Whether clients may run scripts that are not configured. This is the silo's own setting, which is not in the catalogue.</summary>
    public bool AllowsAdHocEval => cluster.AdHocEval;

    /// <summary>Raises <see cref="Left"/>.</summary>
    public void Wake() => Left?.Invoke();
}
