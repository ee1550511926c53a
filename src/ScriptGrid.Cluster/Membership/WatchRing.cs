using System.Collections.Immutable;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Which silo watches which: the active silos form a ring, in the order of their names, and each watches those that follow it.</summary>
internal static class WatchRing
{
    /// <summary>How many silos each silo watches. The number is fixed, so that watching costs the same in a cluster of any size.</summary>
    public const int Neighbours = 3;

    /// <summary>Returns the silos that a silo watches; none while it is not active itself.</summary>
    /// <param name="self">The silo that watches.</param>
    /// <param name="active">The active silos, in the order of their names.</param>
    public static ImmutableArray<SiloAddress> NeighboursOf(SiloAddress self, ImmutableArray<SiloAddress> active) =>
        active.Contains(self) ? [.. After(self, active).Take(Neighbours)] : [];

    /// <summary>
    /// Returns the silos to ask whether a silo is gone, in the order in which to ask them: all active ones except the suspect and the silo that asks.
    /// </summary>
    public static ImmutableArray<SiloAddress> WitnessesOf(SiloAddress suspect, SiloAddress self, ImmutableArray<SiloAddress> active) =>
        [.. After(suspect, active).Where(silo => !silo.Equals(self))];

    private static IEnumerable<SiloAddress> After(SiloAddress silo, ImmutableArray<SiloAddress> active)
    {
        int start = active.IndexOf(silo);
        return Enumerable.Range(1, active.Length - 1).Select(i => active[(start + i) % active.Length]);
    }
}
