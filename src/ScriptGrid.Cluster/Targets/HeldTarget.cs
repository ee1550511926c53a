using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// A target that a silo holds: where it stands, and in whose charge it is. What stands behind it follows in <see cref="OnMoved"/>. Not safe for
/// threads; whoever keeps the <see cref="HoldingBook{T}"/> guards it.
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

    /// <summary>Tells the grain that took charge last to look whether that is still right. Called on any thread.</summary>
    public Action Review { get; private set; } = review;

    /// <summary>Whether a grain has it, even if to hand it over.</summary>
    public bool IsDriven => State is HoldingState.Driven or HoldingState.Leaving;

    /// <summary>A grain takes charge.</summary>
    public bool TryTake(Action by)
    {
        if (!TryMove(HoldingEvent.Take))
        {
            return false;
        }

        Review = by;
        return true;
    }

    /// <summary>The same at the request of a grain. False, too, where another grain has taken charge since.</summary>
    public bool TryMove(HoldingEvent happening, Action by) => Review == by && TryMove(happening);

    /// <summary>Something happens to it. False where that is refused in this state; nothing has changed then.</summary>
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

    /// <summary>It has come to its state, perhaps from the same.</summary>
    protected abstract void OnMoved();
}
