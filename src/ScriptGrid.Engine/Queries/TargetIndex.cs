using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Queries;

/// <summary>The answer to a <see cref="TargetQuery"/>: which targets, in their order, and what there is to filter by.</summary>
/// <param name="Matches">The targets that are wanted.</param>
/// <param name="Facets">About all targets.</param>
internal sealed record TargetIndex(ImmutableArray<IndexedTarget> Matches, FleetFacets Facets)
{
    /// <summary>The targets in the order of the query.</summary>
    public static ImmutableArray<IndexedTarget> Sort(IEnumerable<IndexedTarget> matches, TargetQuery query)
    {
        ImmutableArray<IndexedTarget> all = [.. matches];
        var comparer = new Comparer(query.IsDescending, query.Sort == TargetSort.Target);
        return query.Sort is null || IsSorted(all, comparer) ? all : all.Sort(comparer);
    }

    /// <summary>How many of the matches have each reason, where any has it.</summary>
    public IEnumerable<(FailureReason Reason, int Targets)> Reasons()
    {
        FailureReason[] reasons = Enum.GetValues<FailureReason>();
        int[] targets = new int[reasons.Length];
        foreach (IndexedTarget target in Matches)
        {
            for (int i = 0; target.Reasons.Bits != 0 && i < reasons.Length; i++)
            {
                targets[i] += target.Reasons.Contains(reasons[i]) ? 1 : 0;
            }
        }

        return reasons.Zip(targets).Where(static reason => reason.Second > 0);
    }

    /// <summary>How many of the matches fare how.</summary>
    public IEnumerable<(string Name, int Targets)> States()
    {
        int[] targets = new int[(int)TargetConditions.All + 1];
        foreach (IndexedTarget target in Matches)
        {
            targets[(int)target.Condition]++;
        }

        return TargetCondition.Names.Select(known => (known.Name, targets[(int)known.Condition]));
    }

    /// <summary>Engines that have their targets in this order give them so, and there is nothing to do.</summary>
    private static bool IsSorted(ImmutableArray<IndexedTarget> targets, Comparer comparer)
    {
        for (int i = 1; i < targets.Length; i++)
        {
            if (comparer.Compare(targets[i - 1], targets[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Comparer(bool isDescending, bool isByTarget) : IComparer<IndexedTarget>
    {
        public int Compare(IndexedTarget one, IndexedTarget other)
        {
            int byTarget = string.CompareOrdinal(one.Target, other.Target);
            int order = isByTarget ? byTarget
                : double.IsNaN(one.Key) || double.IsNaN(other.Key) ? double.IsNaN(one.Key).CompareTo(double.IsNaN(other.Key))
                : isDescending ? other.Key.CompareTo(one.Key)
                : one.Key.CompareTo(other.Key);
            return isByTarget && isDescending ? -order : order != 0 ? order : byTarget;
        }
    }
}

/// <summary>A target that is wanted.</summary>
/// <param name="Target">Its identity.</param>
/// <param name="Condition">How it fares.</param>
/// <param name="Reasons">Why, where it does not fare well.</param>
/// <param name="Key">Its <see cref="TargetKey"/>. Targets without one stand last, whatever the direction.</param>
internal readonly record struct IndexedTarget(string Target, TargetConditions Condition, ReasonSet Reasons, double Key);
