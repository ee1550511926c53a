using System.Runtime.CompilerServices;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>A target as queries look at it: no memory is taken for it, so that a large fleet can be asked often.</summary>
/// <param name="Target">Its identity.</param>
/// <param name="Labels">Its labels. Shared between targets of one group.</param>
/// <param name="Scripts">The names of its scripts. Shared between targets of one group.</param>
/// <param name="Condition">How it fares.</param>
/// <param name="Reasons">Why, where it does not fare well.</param>
/// <param name="Key">What it is sorted by: its <see cref="TargetKey"/>.</param>
internal readonly record struct TargetGlance(
    string Target, LabelSet Labels, IReadOnlyList<string> Scripts, TargetConditions Condition, ReasonSet Reasons, double Key)
{
    /// <summary>The source that found it; null for one that is written.</summary>
    public string? Source { get; init; }

    /// <summary>The silo that collects it; null where there are none.</summary>
    public string? Owner { get; init; }

    /// <summary>A glance at a target of which all is known.</summary>
    public static TargetGlance Of(TargetStatus target, TargetSort? sort) => new(
        target.Target, target.Labels, [.. target.Scripts.Select(static script => script.Name)], TargetCondition.Of(target), ReasonSet.Of(target), TargetKey.Of(target, sort))
    {
        Source = target.Source,
        Owner = target.Owner,
    };
}

/// <summary>The names of scripts that targets share.</summary>
internal static class ScriptNames
{
    private static readonly ConditionalWeakTable<IReadOnlyList<ScriptSpec>, string[]> Known = [];

    /// <summary>The names of these scripts, the same list for the same scripts.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<ScriptSpec> scripts) =>
        Known.GetValue(scripts, static scripts => [.. scripts.Select(static script => script.Name)]);
}
