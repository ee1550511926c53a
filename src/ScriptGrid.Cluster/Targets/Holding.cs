using ScriptGrid.Cluster.Calls;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// A target that this silo holds: its collector, with a grain in charge. If only the grain's activation is lost, the holding survives, so that the next
/// activation goes on with connection, counters and results. Guarded by <see cref="HeldTargets"/>.
/// </summary>
/// <param name="target">The target's identity.</param>
/// <param name="collector">Its collector, which is running.</param>
/// <param name="review">See <see cref="HeldTarget.Review"/>.</param>
internal sealed class Holding(string target, TargetCollector collector, Action review) : HeldTarget(target, review)
{
    private ClientScripts? _scripts;

    /// <summary>The scripts that clients can call.</summary>
    public ClientScripts Scripts => _scripts ??= new ClientScripts();

    /// <summary>The collector. It is replaced when a reload renames series.</summary>
    public TargetCollector Collector { get; private set; } = collector;

    /// <summary>Applies an edition of the catalogue.</summary>
    /// <param name="spec">The target in this edition; null if the edition does not have it.</param>
    /// <param name="set">Creates collectors.</param>
    /// <param name="wheel">Drives a new collector, which is needed if series are renamed.</param>
    /// <param name="isRenamed">Whether series are renamed.</param>
    public void Follow(TargetSpec? spec, CollectorSet set, ScheduleWheel wheel, bool isRenamed)
    {
        if (spec is null)
        {
            TryMove(HoldingEvent.Retire);
        }
        else if (State == HoldingState.Leaving)
        {
            // The silo that takes it over applies the edition.
        }
        else if (isRenamed)
        {
            Collector.Dispose();
            Collector = set.Create(spec, wheel, CollectorState.PauseOf(Collector));
            if (State == HoldingState.Parked)
            {
                Collector.Pause();
            }
        }
        else
        {
            set.Update(Collector, spec);
        }
    }

    /// <inheritdoc/>
    protected override void OnMoved()
    {
        switch (State)
        {
            case HoldingState.Driven:
                Collector.Resume();
                break;
            case HoldingState.Parked:
                Collector.Pause();
                break;
            case HoldingState.Departed or HoldingState.Retired or HoldingState.Dropped:
                Collector.Dispose();
                break;
        }
    }
}
