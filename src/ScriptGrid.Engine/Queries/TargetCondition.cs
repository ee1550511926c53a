using System.Collections.Immutable;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>The condition of a target in one word, worst first. Flags, so that a filter can name several. The numbers are a contract between silos.</summary>
[Flags]
internal enum TargetConditions
{
    /// <summary>No condition.</summary>
    None = 0,

    /// <summary>The target does not answer.</summary>
    Down = 1,

    /// <summary>The target answers, and the last run of at least one script failed.</summary>
    Failing = 2,

    /// <summary>The target has not been asked yet.</summary>
    Pending = 4,

    /// <summary>The target answers, and no script fails.</summary>
    Ok = 8,

    /// <summary>Any condition.</summary>
    All = Down | Failing | Pending | Ok,
}

/// <summary>Names and computes the conditions of targets.</summary>
internal static class TargetCondition
{
    /// <summary>Each condition with its name, and with the letter that stands for it in the overview of the fleet.</summary>
    public static readonly ImmutableArray<(TargetConditions Condition, string Name, char Letter)> Names =
    [
        (TargetConditions.Ok, "ok", 'o'),
        (TargetConditions.Failing, "failing", 'f'),
        (TargetConditions.Down, "down", 'd'),
        (TargetConditions.Pending, "pending", 'p'),
    ];

    /// <summary>Returns the condition of a target.</summary>
    public static TargetConditions Of(TargetStatus target) =>
        Of(target.State, target.Scripts.Any(static script => script.Result == ScriptResult.Failed));

    /// <summary>Returns the condition of a target in this state. <paramref name="hasFailing"/> says whether any of its scripts fails.</summary>
    public static TargetConditions Of(TargetState state, bool hasFailing) => state switch
    {
        TargetState.Down => TargetConditions.Down,
        TargetState.Unknown => TargetConditions.Pending,
        _ => hasFailing ? TargetConditions.Failing : TargetConditions.Ok,
    };

    /// <summary>Returns the letter that stands for a condition.</summary>
    public static char LetterOf(TargetConditions condition)
    {
        foreach ((TargetConditions known, _, char letter) in Names)
        {
            if (known == condition)
            {
                return letter;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(condition), condition, "A target has one condition.");
    }
}
