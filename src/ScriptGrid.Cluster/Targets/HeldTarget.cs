using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// A target that a silo holds: its state, and which grain is in charge of it. Subclasses react to a change of state in <see cref="OnMoved"/>. Not
/// thread-safe; guarded by the owner of the <see cref="HoldingBook{T}"/>.
/// </summary>
/// <param name="target">The target's identity.</param>
/// <param name="review">See <see cref="Review"/>.</param>
internal abstract class HeldTarget(string target, Action review)
{
    /// <summary>The target's identity.</summary>
    public string Target { get; } = target;

    /// <summary><see cref="TargetHash"/> of the identity.</summary>
    public ulong Hash { get; } = TargetHash.Of(target);

    /// <summary>Its state.</summary>
    public HoldingState State { get; private set; } = HoldingState.Driven;

    /// <summary>Asks the grain that took charge last to check whether it still should be. Callable from any thread.</summary>
    public Action Review { get; private set; } = review;

    /// <summary>Whether a grain is in charge of it, even if only to hand it over.</summary>
    public bool IsDriven => State is HoldingState.Driven or HoldingState.Leaving;

    /// <summary>Puts a grain in charge. Returns false if the state does not allow it.</summary>
    public bool TryTake(Action by)
    {
        if (!TryMove(HoldingEvent.Take))
        {
            return false;
        }

        Review = by;
        return true;
    }

    /// <summary>Applies an event at the request of a grain. Also returns false if another grain has taken charge since.</summary>
    public bool TryMove(HoldingEvent happening, Action by) => Review == by && TryMove(happening);

    /// <summary>Applies an event. Returns false, and changes nothing, if the state does not allow it.</summary>
    public bool TryMove(HoldingEvent happening)
    {
        if (HoldingTransitions.Next(State, happening) is not { } next)
        {
            return false;
        }

        State = next;
        OnMoved();
        return true;
    }

    /// <summary>Called after every applied event, even if the state is the same as before.</summary>
    protected abstract void OnMoved();
}
