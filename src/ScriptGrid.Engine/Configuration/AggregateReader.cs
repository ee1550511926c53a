using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Reads a script's rollups, <c>aggregate: [sum, max]</c> or <c>aggregate: {ops: [sum, p90], by: [env]}</c>, and whether pages show anything else of
/// the script.
/// </summary>
internal static class AggregateReader
{
    private const string Key = "aggregate";
    private const string ByKey = "by";
    private const string ExposeKey = "expose";

    /// <summary>Returns the script with its rollups.</summary>
    public static ScriptSpec Read(Section section, ScriptSpec script, GlobalSettings global)
    {
        if (section.HoldsSection(Key))
        {
            script = section.Child(Key, mapping => ReadMapping(mapping, script, global)) ?? script;
        }
        else
        {
            script = script with { Aggregate = Merge(section.Values(Key, ValueKinds.Aggregation)) };
        }

        Exposure expose = section.Value(ExposeKey, ValueKinds.Exposure) ?? Exposure.All;
        if (expose == Exposure.Rollups && section.IsEmptyList(Key))
        {
            section.Error(ExposeKey, section.PlaceOf(ExposeKey), "the script has no rollups; add aggregate: with those that are to be exposed");
        }

        return script with { Expose = expose };
    }

    private static ScriptSpec ReadMapping(Section mapping, ScriptSpec script, GlobalSettings global)
    {
        IReadOnlyList<Aggregations> ops = mapping.Values("ops", ValueKinds.Aggregation);
        if (mapping.IsEmptyList("ops"))
        {
            mapping.Problems.Error(mapping.Place, $"{Key} has no ops; add ops: with {ValueKinds.Aggregation.Expected}");
        }

        ImmutableArray<TextNode> by = mapping.List(ByKey) ?? [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (TextNode label in by)
        {
            string? repeated = seen.Add(label.Text) ? null : $"{label.Written} is listed twice; keep one";
            if ((Problem(label, global) ?? repeated) is { } problem)
            {
                mapping.Error(ByKey, label.Place, problem);
            }
        }

        return script with { Aggregate = Merge(ops), AggregateBy = [.. by.Select(static label => label.Text)] };
    }

    private static string? Problem(TextNode label, GlobalSettings global) =>
        label.Text == global.TargetLabel ? $"{label.Text} differs for every target, so nothing would be rolled up; name labels that targets share"
        : label.Text == global.RoleLabel ? $"{label.Text} changes while a target is collected; name labels that the configuration adds"
        : LabelRules.Problem(label.Text) is not null ? $"\"{label.Written}\" cannot be a label of a target; name labels that the configuration adds"
        : null;

    private static Aggregations Merge(IEnumerable<Aggregations> ops) => ops.Aggregate(Aggregations.None, static (all, one) => all | one);
}
