using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Queries;

/// <summary>Which targets are wanted: those that all that is set applies to.</summary>
internal sealed record TargetFilter
{
    /// <summary>Every target.</summary>
    public static TargetFilter All { get; } = new();

    /// <summary>How it fares.</summary>
    public TargetConditions Conditions { get; init; } = TargetConditions.All;

    /// <summary>A script that runs on it; null is any.</summary>
    public string? Script { get; init; }

    /// <summary>A label that it has; null is any.</summary>
    public KeyValuePair<string, string>? Label { get; init; }

    /// <summary>The source that found it; null is any, and none.</summary>
    public string? Source { get; init; }

    /// <summary>The silo that collects it; null is any.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it is down, or a script of it fails; null is any reason, and none.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>A part of its identity, in upper or lower case; null is any.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the target is wanted.</summary>
    public bool Matches(in TargetGlance target) =>
        (Text is null || target.Target.Contains(Text, StringComparison.OrdinalIgnoreCase))
        && (Source is null || target.Source == Source)
        && (Owner is null || target.Owner == Owner)
        && (Label is not { } label || target.Labels.Labels.Contains(label, comparer: null))
        && (Script is null || target.Scripts.Contains(Script))
        && (Conditions == TargetConditions.All || (Conditions & target.Condition) != 0)
        && (Reason is not { } reason || target.Reasons.Contains(reason));
}
