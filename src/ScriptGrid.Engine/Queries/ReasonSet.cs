using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>The reasons for which a target is down and its scripts fail.</summary>
/// <param name="Bits">A bit for each <see cref="FailureReason"/>, by its number.</param>
internal readonly record struct ReasonSet(int Bits)
{
    /// <summary>None, or one.</summary>
    public static ReasonSet Of(Failure? failure) => new(failure is { } known ? Bit(known.Reason) : 0);

    /// <summary>Those of a target.</summary>
    public static ReasonSet Of(TargetStatus target)
    {
        ReasonSet reasons = Of(target.Failure);
        foreach (ScriptStatus script in target.Scripts)
        {
            reasons = script.Result == ScriptResult.Failed ? reasons.With(script.Failure) : reasons;
        }

        return reasons;
    }

    /// <summary>These and one more, if it is any.</summary>
    public ReasonSet With(Failure? failure) => new(Bits | Of(failure).Bits);

    /// <summary>Whether one of them is this.</summary>
    public bool Contains(FailureReason reason) => (Bits & Bit(reason)) != 0;

    private static int Bit(FailureReason reason) => 1 << (int)reason;
}
