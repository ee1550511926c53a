using System.Collections.Immutable;

namespace ScriptGrid.Engine.Discovery;

/// <summary>How a source fares, and what became of its list.</summary>
/// <param name="Name">Its name, <c>group/kind</c>.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Group">The group that wants what it finds.</param>
/// <param name="LastSuccess">When it last answered without a problem; null before it has.</param>
/// <param name="Problem">What went wrong with its last answer; null for nothing.</param>
/// <param name="HasAnswered">Whether it has answered at all.</param>
/// <param name="Targets">The targets that its group made of its last good list, without those that the fleet has from elsewhere.</param>
internal sealed record SourceReport(
    string Name, string Kind, string Group, DateTimeOffset? LastSuccess, string? Problem, bool HasAnswered, SourceTargets Targets);

/// <summary>What a group left out of a list.</summary>
/// <param name="Count">How much.</param>
/// <param name="First">The first of it, and why.</param>
internal sealed record DroppedTargets(int Count, ImmutableArray<DroppedTarget> First)
{
    /// <summary>The most that is told.</summary>
    public const int MaxTold = 100;

    /// <summary>Nothing.</summary>
    public static DroppedTargets None { get; } = new(0, []);
}

/// <summary>What was listed, and is no target.</summary>
/// <param name="Address">Its address, without credentials.</param>
/// <param name="Reason">Why it was left out.</param>
internal readonly record struct DroppedTarget(string Address, string Reason);
