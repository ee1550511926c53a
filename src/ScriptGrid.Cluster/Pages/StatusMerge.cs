using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Puts the lists of several silos together, each target once.</summary>
internal static class StatusMerge
{
    /// <summary>The first targets of all lists.</summary>
    /// <param name="pages">A page of each silo, of as many targets as are wanted; all begin behind the same identity.</param>
    /// <param name="count">How many are wanted at most.</param>
    /// <param name="ownership">Of two silos that tell of a target its owner is believed.</param>
    /// <returns>The targets, and whether there are none behind them.</returns>
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

        // Each page has as many as are wanted or all that there are, so that the first of them are the first of all.
        return ([.. targets.Values.Take(count)], isLast && targets.Count <= count);
    }
}
