using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Merges the indexes of several silos, with each target once.</summary>
internal static class IndexMerge
{
    /// <summary>Returns the index of the whole fleet.</summary>
    /// <param name="parts">The part of each silo, by its name.</param>
    /// <param name="query">The query. If it names no order, the result is ordered by identity.</param>
    /// <param name="ownership">Decides between two silos that report the same target: the owner's report wins.</param>
    public static TargetIndex Merge(IEnumerable<(string Silo, IndexPart Part)> parts, TargetQuery query, Ownership ownership)
    {
        var targets = new Dictionary<string, IndexedTarget>(StringComparer.Ordinal);
        var facets = new FleetFacets();
        int doubles = 0;
        foreach ((string silo, IndexPart part) in parts)
        {
            facets = facets.With(part.ToFacets(silo));
            foreach (IndexedTarget target in part.ToTargets())
            {
                bool isDouble = !targets.TryAdd(target.Target, target);
                doubles += isDouble ? 1 : 0;
                if (isDouble && ownership.OwnerOf(target.Target) == silo)
                {
                    targets[target.Target] = target;
                }
            }
        }

        return new TargetIndex(
            TargetIndex.Sort(targets.Values, query with { Sort = query.Sort ?? TargetSort.Target }),
            facets with { Targets = facets.Targets - doubles });
    }
}
