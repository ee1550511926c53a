using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Queries;

/// <summary>The answer to a <see cref="TargetQuery"/>: the matching targets in order, and the values by which targets can be filtered.</summary>
/// <param name="Matches">The targets that match.</param>
/// <param name="Facets">The facets of all targets, matching or not.</param>
internal sealed record TargetIndex(ImmutableArray<IndexedTarget> Matches, FleetFacets Facets)
{
    /// <summary>Puts targets into the order of the query.</summary>
    public static ImmutableArray<IndexedTarget> Sort(IEnumerable<IndexedTarget> matches, TargetQuery query)
    {
        ImmutableArray<IndexedTarget> all = [.. matches];
        var comparer = new Comparer(query.IsDescending, query.Sort == TargetSort.Target);
        return query.Sort is null || IsSorted(all, comparer) ? all : all.Sort(comparer);
    }

    /// <summary>The number of matches for each reason that at least one match has.</summary>
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

    /// <summary>The number of matches in each condition.</summary>
    public IEnumerable<(string Name, int Targets)> States()
    {
        int[] targets = new int[(int)TargetConditions.All + 1];
        foreach (IndexedTarget target in Matches)
        {
            targets[(int)target.Condition]++;
        }

        return TargetCondition.Names.Select(known => (known.Name, targets[(int)known.Condition]));
    }

    /// <summary>Whether the targets are sorted already, as they are if the engine keeps them in this order. Saves the sort.</summary>
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

/// <summary>A target that matches a query.</summary>
/// <param name="Target">The target's identity.</param>
/// <param name="Condition">Its condition.</param>
/// <param name="Reasons">Why it is down or its scripts fail; empty if all is well.</param>
/// <param name="Key">Its <see cref="TargetKey"/>. Targets without one come last in either direction.</param>
internal readonly record struct IndexedTarget(string Target, TargetConditions Condition, ReasonSet Reasons, double Key);
