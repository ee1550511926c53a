using System.Collections.Immutable;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>How a target fares in one word, the worst first. Flags, so that a filter may name several. Numbers are a contract between silos.</summary>
[Flags]
internal enum TargetConditions
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>It does not answer.</summary>
    Down = 1,

    /// <summary>It answers, and the last run of a script failed.</summary>
    Failing = 2,

    /// <summary>It was not asked yet.</summary>
    Pending = 4,

    /// <summary>It answers, and no script fails.</summary>
    Ok = 8,

    /// <summary>Any of them.</summary>
    All = Down | Failing | Pending | Ok,
}

/// <summary>Conditions of targets.</summary>
internal static class TargetCondition
{
    /// <summary>Each with the letter that stands for it in a picture of the fleet.</summary>
    public static readonly ImmutableArray<(TargetConditions Condition, string Name, char Letter)> Names =
    [
        (TargetConditions.Ok, "ok", 'o'),
        (TargetConditions.Failing, "failing", 'f'),
        (TargetConditions.Down, "down", 'd'),
        (TargetConditions.Pending, "pending", 'p'),
    ];

    /// <summary>That of a target.</summary>
    public static TargetConditions Of(TargetStatus target) =>
        Of(target.State, target.Scripts.Any(static script => script.Result == ScriptResult.Failed));

    /// <summary>That of a target in this state, of which a script fails or none does.</summary>
    public static TargetConditions Of(TargetState state, bool hasFailing) => state switch
    {
        TargetState.Down => TargetConditions.Down,
        TargetState.Unknown => TargetConditions.Pending,
        _ => hasFailing ? TargetConditions.Failing : TargetConditions.Ok,
    };

    /// <summary>The letter that stands for it.</summary>
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
