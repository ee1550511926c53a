using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// A target that this silo holds: its collector, in the charge of a grain. It outlives the grain's activation where only the activation
/// was lost, so that the next one goes on with connection, counters and results. Guarded by <see cref="HeldTargets"/>.
/// </summary>
/// <param name="target">The target's identity.</param>
/// <param name="collector">Its collector, which has begun.</param>
/// <param name="review">See <see cref="HeldTarget.Review"/>.</param>
internal sealed class Holding(string target, TargetCollector collector, Action review) : HeldTarget(target, review)
{
    /// <summary>The collector; replaced where a reload names series anew.</summary>
    public TargetCollector Collector { get; private set; } = collector;

    /// <summary>Applies an edition of the catalogue.</summary>
    /// <param name="spec">The target as the edition has it; null where it has it no more.</param>
    /// <param name="set">Makes collectors.</param>
    /// <param name="wheel">Drives a new collector, as one is needed where series are named anew.</param>
    /// <param name="isRenamed">Whether they are.</param>
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
            Collector = set.Create(spec, wheel);
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
