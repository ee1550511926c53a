using System.Runtime.CompilerServices;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>A target as queries see it. A value type that allocates nothing, so that a large fleet can be queried often.</summary>
/// <param name="Target">The target's identity.</param>
/// <param name="Labels">Its labels. Targets of one group share the set.</param>
/// <param name="Scripts">The names of its scripts. Targets of one group share the list.</param>
/// <param name="Condition">Its condition.</param>
/// <param name="Reasons">Why it is down or its scripts fail; empty if all is well.</param>
/// <param name="Key">Its sort key, from <see cref="TargetKey"/>.</param>
internal readonly record struct TargetGlance(
    string Target, LabelSet Labels, IReadOnlyList<string> Scripts, TargetConditions Condition, ReasonSet Reasons, double Key)
{
    /// <summary>The source that found the target; null if the configuration lists it.</summary>
    public string? Source { get; init; }

    /// <summary>The silo that collects the target; null if there are no silos.</summary>
    public string? Owner { get; init; }

    /// <summary>Makes a glance from the full status of a target.</summary>
    public static TargetGlance Of(TargetStatus target, TargetSort? sort) => new(
        target.Target, target.Labels, [.. target.Scripts.Select(static script => script.Name)], TargetCondition.Of(target), ReasonSet.Of(target), TargetKey.Of(target, sort))
    {
        Source = target.Source,
        Owner = target.Owner,
    };
}

/// <summary>Lists of script names, shared between targets.</summary>
internal static class ScriptNames
{
    private static readonly ConditionalWeakTable<IReadOnlyList<ScriptSpec>, string[]> Known = [];

    /// <summary>Returns the names of these scripts; the same list instance for the same list of scripts.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<ScriptSpec> scripts) =>
        Known.GetValue(scripts, static scripts => [.. scripts.Select(static script => script.Name)]);
}
