using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>The set of reasons why a target is down or its scripts fail.</summary>
/// <param name="Bits">One bit for each <see cref="FailureReason"/>; the bit's position is the reason's number.</param>
internal readonly record struct ReasonSet(int Bits)
{
    /// <summary>The reason of this failure; the empty set if it is null.</summary>
    public static ReasonSet Of(Failure? failure) => new(failure is { } known ? Bit(known.Reason) : 0);

    /// <summary>All reasons of a target: why it is down, and why its scripts fail.</summary>
    public static ReasonSet Of(TargetStatus target)
    {
        ReasonSet reasons = Of(target.Failure);
        foreach (ScriptStatus script in target.Scripts)
        {
            reasons = script.Result == ScriptResult.Failed ? reasons.With(script.Failure) : reasons;
        }

        return reasons;
    }

    /// <summary>This set plus the reason of a failure; the same set if the failure is null.</summary>
    public ReasonSet With(Failure? failure) => new(Bits | Of(failure).Bits);

    /// <summary>Whether the set contains this reason.</summary>
    public bool Contains(FailureReason reason) => (Bits & Bit(reason)) != 0;

    private static int Bit(FailureReason reason) => 1 << (int)reason;
}
