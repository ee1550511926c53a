using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;


namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// A target that this silo holds: its collector, in the charge of a grain. It outlives the grain's activation where only the activation
/// was lost, so that the next one goes on with connection, counters and results. Guarded by <see cref="HeldTargets"/>.
/// </summary>
internal sealed class Holding(string target, TargetCollector collector)
{
    /// <summary>The target's identity.</summary>
    public string Target { get; } = target;

    /// <summary><see cref="TargetHash"/> of the identity.</summary>
    public ulong Hash { get; } = TargetHash.Of(target);

    /// <summary>The collector; replaced where a reload names series anew.</summary>
    public TargetCollector Collector { get; set; } = collector;

    /// <summary>Tells the grain in whose charge it is to look whether that is still so; null where there is no grain. Called on any thread.</summary>
    public Action? Review { get; set; }

    /// <summary>Whether a grain drives it.</summary>
    public bool IsDriven => Review is not null;

    /// <summary>The catalogue no longer has the target: the grain is to go.</summary>
    public bool IsRetired { get; set; }
}
