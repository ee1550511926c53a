using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Queries;

/// <summary>A filter over targets. A target matches if it meets every criterion that is set.</summary>
internal sealed record TargetFilter
{
    /// <summary>The filter that every target matches.</summary>
    public static TargetFilter All { get; } = new();

    /// <summary>The conditions of which the target has one.</summary>
    public TargetConditions Conditions { get; init; } = TargetConditions.All;

    /// <summary>A script that runs on the target; null for any.</summary>
    public string? Script { get; init; }

    /// <summary>A label of the target, with its value; null for any.</summary>
    public KeyValuePair<string, string>? Label { get; init; }

    /// <summary>The source that found the target; null for any, including targets without a source.</summary>
    public string? Source { get; init; }

    /// <summary>The silo that collects the target; null for any.</summary>
    public string? Owner { get; init; }

    /// <summary>A reason why the target is down or one of its scripts fails; null for any, including none.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>A substring of the target's identity, ignoring case; null for any.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the target matches.</summary>
    public bool Matches(in TargetGlance target) =>
        (Text is null || target.Target.Contains(Text, StringComparison.OrdinalIgnoreCase))
        && (Source is null || target.Source == Source)
        && (Owner is null || target.Owner == Owner)
        && (Label is not { } label || target.Labels.Labels.Contains(label, comparer: null))
        && (Script is null || target.Scripts.Contains(Script))
        && (Conditions == TargetConditions.All || (Conditions & target.Condition) != 0)
        && (Reason is not { } reason || target.Reasons.Contains(reason));
}
