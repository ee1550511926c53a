using System.Collections.Immutable;

namespace ScriptGrid.Engine.Discovery;

/// <summary>The state of a source, and the targets made of its list.</summary>
/// <param name="Name">Its name, <c>group/kind</c>.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Group">The group that uses it.</param>
/// <param name="LastSuccess">When it last answered without a problem; null before the first time.</param>
/// <param name="Problem">What was wrong with its last answer; null for nothing.</param>
/// <param name="HasAnswered">Whether it has answered at least once.</param>
/// <param name="Targets">The targets that its group made of its last valid list, without those that the fleet has from another place.</param>
internal sealed record SourceReport(
    string Name, string Kind, string Group, DateTimeOffset? LastSuccess, string? Problem, bool HasAnswered, SourceTargets Targets);

/// <summary>The entries of a list that a group left out.</summary>
/// <param name="Count">The number of entries left out.</param>
/// <param name="First">The first of them, with reasons.</param>
internal sealed record DroppedTargets(int Count, ImmutableArray<DroppedTarget> First)
{
    /// <summary>The largest number of entries in <see cref="First"/>.</summary>
    public const int MaxTold = 100;

    /// <summary>No entries.</summary>
    public static DroppedTargets None { get; } = new(0, []);
}

/// <summary>A listed entry that did not become a target.</summary>
/// <param name="Address">Its address, without credentials.</param>
/// <param name="Reason">Why it was left out.</param>
internal readonly record struct DroppedTarget(string Address, string Reason);
