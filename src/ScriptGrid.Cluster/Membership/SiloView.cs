using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Membership;

/// <summary>The silos that collect, as one version of the membership shows them, and whose each target is among them. Immutable.</summary>
internal sealed class SiloView
{
    private readonly int _self;
    private readonly ImmutableArray<(Ownership Ownership, int Index)> _last;

    /// <param name="self">The silo that looks.</param>
    /// <param name="active">The active silos.</param>
    /// <param name="leaving">Silos that are ending, and hand over what they hold.</param>
    /// <param name="before">What was seen before, which tells what those silos hold; null where nothing was.</param>
    public SiloView(SiloAddress self, IEnumerable<SiloAddress> active, IEnumerable<SiloAddress>? leaving = null, SiloView? before = null)
    {
        // A silo that was restarted keeps its name, so that it gets its targets back; of two generations the newer is alive.
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

    /// <summary>The silos that are ending, by name: they own nothing more, and have what they have not handed over yet.</summary>
    public ImmutableArray<SiloAddress> Leaving { get; }

    /// <summary>Whose each target is.</summary>
    public Ownership Ownership { get; }

    /// <summary>What a silo is called in labels, logs and ownership: <c>ip:port</c>.</summary>
    public static string NameOf(SiloAddress silo) => silo.Endpoint.ToString();

    /// <summary>Whether a target with this <see cref="Engine.Model.TargetHash"/> belongs to the silo that looks.</summary>
    public bool IsMine(ulong targetHash) => _self >= 0 && Ownership.IndexOf(targetHash) == _self;

    /// <summary>
    /// Whether a silo that is ending still has the target, and will hand it over with its state. A silo that takes it up earlier starts without that state.
    /// </summary>
    /// <remarks>What it has is what it owned when it began to end: another silo that is lost meanwhile has left it nothing.</remarks>
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

    /// <summary>The owner of a target.</summary>
    public bool TryGetOwner(string target, [NotNullWhen(true)] out SiloAddress? owner)
    {
        int index = Ownership.IndexOf(target);
        owner = index < 0 ? null : Silos[index];
        return owner is not null;
    }

    private static (Ownership Ownership, int Index) PlaceOf(SiloAddress silo, Ownership ownership) => (ownership, ownership.Owners.IndexOf(NameOf(silo)));

    /// <summary>The ownership by which a silo that is ending has its targets; null where it was not seen before.</summary>
    private (Ownership Ownership, int Index)? LastOf(SiloAddress leaving) =>
        Silos.Contains(leaving) ? PlaceOf(leaving, Ownership)
        : Leaving.IndexOf(leaving) is >= 0 and int known ? _last[known]
        : null;
}
