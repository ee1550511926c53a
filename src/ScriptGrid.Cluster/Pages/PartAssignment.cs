namespace ScriptGrid.Cluster.Pages;

/// <summary>
/// Decides which silo writes which target's lines on a page, so that no series appears twice and no series that a silo has is left out.
/// </summary>
internal static class PartAssignment
{
    /// <summary>Returns the targets that each silo is to write, in the order of its inventory.</summary>
    /// <param name="inventories">The targets that each silo has; null for a silo that did not answer.</param>
    /// <param name="ownerOf">Returns the position of a target's owner among the silos; negative if it has none.</param>
    /// <param name="isWanted">Whether the target belongs on the page.</param>
    public static ulong[][] Assign(IReadOnlyList<SiloInventory?> inventories, Func<ulong, int> ownerOf, Func<ulong, bool> isWanted)
    {
        List<ulong>[] assigned = [.. inventories.Select(static inventory => new List<ulong>(inventory?.Targets.Length ?? 0))];
        var taken = new HashSet<ulong>(inventories.Sum(static inventory => inventory?.Targets.Length ?? 0));
        var strays = new List<Stray>();
        for (int silo = 0; silo < assigned.Length; silo++)
        {
            ulong[] targets = inventories[silo]?.Targets ?? [];
            for (int i = 0; i < targets.Length; i++)
            {
                if (!isWanted(targets[i]))
                {
                    continue;
                }

                bool isOwners = ownerOf(targets[i]) == silo;
                bool isHeld = inventories[silo]!.IsHeld(i);
                if (!isOwners || !isHeld)
                {
                    strays.Add(new Stray(targets[i], silo, isHeld ? Claim.Held : isOwners ? Claim.OwnersCopy : Claim.Copy));
                }
                else if (taken.Add(targets[i]))
                {
                    assigned[silo].Add(targets[i]);
                }
            }
        }

        // Targets during a hand-over: their owner does not have them yet, or does not answer. What a silo still holds is newer than any copy: if a silo
        // leaves soon after it joined, the owner is again the one that has a copy, and its counters would go back.
        foreach (Stray stray in strays.OrderBy(static stray => stray.Claim))
        {
            if (taken.Add(stray.Target))
            {
                assigned[stray.Silo].Add(stray.Target);
            }
        }

        return [.. assigned.Select(static targets => targets.ToArray())];
    }

    /// <summary>How good a silo's claim to a target is that it does not both own and hold, the best first.</summary>
    private enum Claim
    {
        /// <summary>The silo holds it.</summary>
        Held,

        /// <summary>The silo owns it, and has a copy of what it handed over.</summary>
        OwnersCopy,

        /// <summary>The silo has a copy of what it handed over.</summary>
        Copy,
    }

    private readonly record struct Stray(ulong Target, int Silo, Claim Claim);
}
