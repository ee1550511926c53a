using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;


namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// A target that this silo holds: its collector, driven by a grain's timer. It outlives the grain's activation where only the activation
/// was lost, so that the next one goes on with connection, counters and results. Guarded by <see cref="HeldTargets"/>.
/// </summary>
internal sealed class Holding(string target, TargetAgenda agenda, TargetCollector collector)
{
    /// <summary>The target's identity.</summary>
    public string Target { get; } = target;

    /// <summary><see cref="TargetHash"/> of the identity.</summary>
    public ulong Hash { get; } = TargetHash.Of(target);

    /// <summary>When its runs are due.</summary>
    public TargetAgenda Agenda { get; } = agenda;

    /// <summary>The collector; replaced where a reload names series anew.</summary>
    public TargetCollector Collector { get; set; } = collector;

    /// <summary>Whether a grain drives it.</summary>
    public bool IsDriven { get; set; }

    /// <summary>The catalogue no longer has the target: the grain is to go.</summary>
    public bool IsRetired { get; set; }
}
