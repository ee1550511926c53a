namespace ScriptGrid.Cluster.Pages;

/// <summary>Which silo writes which target's lines on one page, so that no series stands there twice and none is left out that a silo has.</summary>
internal static class PartAssignment
{
    /// <summary>The targets that each silo is to write, in the order of its inventory.</summary>
    /// <param name="inventories">What each silo has, by hash; null for one that did not answer.</param>
    /// <param name="ownerOf">Position of a target's owner among the silos; negative where it has none.</param>
    /// <param name="isWanted">Whether the target belongs on the page.</param>
    public static ulong[][] Assign(IReadOnlyList<ulong[]?> inventories, Func<ulong, int> ownerOf, Func<ulong, bool> isWanted)
    {
        List<ulong>[] assigned = [.. inventories.Select(static inventory => new List<ulong>(inventory?.Length ?? 0))];
        var taken = new HashSet<ulong>(inventories.Sum(static inventory => inventory?.Length ?? 0));
        var strays = new List<(ulong Target, int Holder)>();
        for (int silo = 0; silo < assigned.Length; silo++)
        {
            foreach (ulong target in inventories[silo] ?? [])
            {
                if (!isWanted(target))
                {
                    continue;
                }

                if (ownerOf(target) != silo)
                {
                    strays.Add((target, silo));
                }
                else if (taken.Add(target))
                {
                    assigned[silo].Add(target);
                }
            }
        }

        // Targets on their way: their owner does not have them yet, or does not answer.
        foreach ((ulong target, int holder) in strays)
        {
            if (taken.Add(target))
            {
                assigned[holder].Add(target);
            }
        }

        return [.. assigned.Select(static targets => targets.ToArray())];
    }
}
