namespace ScriptGrid.Cluster.Pages;

/// <summary>
/// Decides which silo writes which target's lines on a page, so that no series appears twice and no series that a silo has is left out.
/// </summary>
internal static class PartAssignment
{
    /// <summary>Returns the targets that each silo is to write, in the order of its inventory.</summary>
    /// <param name="inventories">The hashes of the targets that each silo has; null for a silo that did not answer.</param>
    /// <param name="ownerOf">Returns the position of a target's owner among the silos; negative if it has none.</param>
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

        // Targets during a hand-over: their owner does not have them yet, or does not answer.
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
