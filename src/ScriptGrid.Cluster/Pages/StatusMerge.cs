using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Merges the lists of several silos, with each target once.</summary>
internal static class StatusMerge
{
    /// <summary>Returns the first targets of all lists.</summary>
    /// <param name="pages">A page of each silo, with at least <paramref name="count"/> targets or all there are; all begin after the same identity.</param>
    /// <param name="count">How many targets to return at most.</param>
    /// <param name="ownership">Decides between two silos that report the same target: the owner's report wins.</param>
    /// <returns>The targets, and whether no targets follow.</returns>
    public static (IReadOnlyList<StatusEntry> Targets, bool IsLast) Merge(IEnumerable<StatusPage> pages, int count, Ownership ownership)
    {
        var targets = new SortedDictionary<string, StatusEntry>(StringComparer.Ordinal);
        bool isLast = true;
        foreach (StatusPage page in pages)
        {
            isLast &= page.IsLast;
            foreach (StatusEntry entry in page.Targets)
            {
                if (!targets.TryAdd(entry.Target, entry) && ownership.OwnerOf(entry.Target) == entry.Owner)
                {
                    targets[entry.Target] = entry;
                }
            }
        }

        // Each page has that many targets, or all of its silo. So the first ones of the merged list are the first ones of the fleet.
        return ([.. targets.Values.Take(count)], isLast && targets.Count <= count);
    }
}
