using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Membership;

/// <summary>The silos that collect, according to one version of the membership, and which of them owns each target. Immutable.</summary>
internal sealed class SiloView
{
    private readonly int _self;
    private readonly ImmutableArray<(Ownership Ownership, int Index)> _last;

    /// <param name="self">The silo whose view this is.</param>
    /// <param name="active">The active silos.</param>
    /// <param name="leaving">Silos that are shutting down and hand over what they hold.</param>
    /// <param name="before">The previous view, which tells what those silos hold; null if there is none.</param>
    public SiloView(SiloAddress self, IEnumerable<SiloAddress> active, IEnumerable<SiloAddress>? leaving = null, SiloView? before = null)
    {
        // A restarted silo keeps its name, so that it gets its targets back. If two generations have one name, the newer one is alive.
        Dictionary<string, SiloAddress> byName = new(StringComparer.Ordinal);
        foreach (SiloAddress silo in active.OrderBy(static silo => silo.Generation))
        {
            byName[NameOf(silo)] = silo;
        }

        Ownership = new Ownership(byName.Keys);
        Silos = [.. Ownership.Owners.Select(name => byName[name])];
        _self = Silos.IndexOf(self);
        Leaving = [.. (leaving ?? []).Where(silo => !byName.ContainsKey(NameOf(silo))).OrderBy(NameOf, StringComparer.Ordinal)];
        _last = [.. Leaving.Select(silo => before?.LastOf(silo) ?? PlaceOf(silo, new Ownership([.. byName.Keys, .. Leaving.Select(NameOf)])))];
    }

    /// <summary>The silos, in the order of <see cref="Engine.Model.Ownership.Owners"/>.</summary>
    public ImmutableArray<SiloAddress> Silos { get; }

    /// <summary>The silos that are shutting down, by name. They no longer own targets, but hold those that they have not handed over yet.</summary>
    public ImmutableArray<SiloAddress> Leaving { get; }

    /// <summary>The silos that may hold targets: <see cref="Silos"/>, then <see cref="Leaving"/>.</summary>
    public ImmutableArray<SiloAddress> Holders => [.. Silos, .. Leaving];

    /// <summary>Which silo owns each target.</summary>
    public Ownership Ownership { get; }

    /// <summary>Returns the name of a silo in labels, logs and ownership: <c>ip:port</c>.</summary>
    public static string NameOf(SiloAddress silo) => silo.Endpoint.ToString();

    /// <summary>Whether a target with this <see cref="Engine.Model.TargetHash"/> belongs to the silo whose view this is.</summary>
    public bool IsMine(ulong targetHash) => _self >= 0 && Ownership.IndexOf(targetHash) == _self;

    /// <summary>Returns how many of these targets each of <see cref="Silos"/> owns.</summary>
    /// <param name="targetHashes">The <see cref="Engine.Model.TargetHash"/> of each target.</param>
    public int[] CountOwned(ImmutableArray<ulong> targetHashes)
    {
        int[] owned = new int[Silos.Length];
        foreach (ulong target in owned.Length == 0 ? [] : targetHashes)
        {
            owned[Ownership.IndexOf(target)]++;
        }

        return owned;
    }

    /// <summary>
    /// Whether a silo that is shutting down still holds the target, and will hand it over with its state. A silo that takes it up earlier starts without that
    /// state.
    /// </summary>
    /// <remarks>Such a silo holds what it owned when its shutdown began. It does not inherit targets of a silo that is lost after that.</remarks>
    public bool IsWithLeaving(ulong targetHash)
    {
        foreach ((Ownership ownership, int index) in _last)
        {
            if (ownership.IndexOf(targetHash) == index)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether two views show the same silos.</summary>
    public bool IsSameAs(SiloView other) => Silos.SequenceEqual(other.Silos) && Leaving.SequenceEqual(other.Leaving);

    /// <summary>Finds the owner of a target.</summary>
    public bool TryGetOwner(string target, [NotNullWhen(true)] out SiloAddress? owner)
    {
        int index = Ownership.IndexOf(target);
        owner = index < 0 ? null : Silos[index];
        return owner is not null;
    }

    private static (Ownership Ownership, int Index) PlaceOf(SiloAddress silo, Ownership ownership) => (ownership, ownership.Owners.IndexOf(NameOf(silo)));

    /// <summary>Returns the ownership by which a leaving silo holds its targets; null if this view does not have the silo.</summary>
    private (Ownership Ownership, int Index)? LastOf(SiloAddress leaving) =>
        Silos.Contains(leaving) ? PlaceOf(leaving, Ownership)
        : Leaving.IndexOf(leaving) is >= 0 and int known ? _last[known]
        : null;
}
