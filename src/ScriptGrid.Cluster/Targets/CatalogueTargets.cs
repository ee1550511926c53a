using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The targets of one edition of the catalogue, by their order and by their identity. Immutable.</summary>
internal sealed class CatalogueTargets
{
    /// <summary>The hashes in their own order, and the target of each: twelve bytes for a target, where tables take sixty.</summary>
    private readonly ulong[] _sorted;
    private readonly int[] _positions;

    /// <param name="edition">The edition.</param>
    /// <param name="targets">Its targets, in configured order.</param>
    public CatalogueTargets(long edition, ImmutableArray<TargetSpec> targets)
    {
        Edition = edition;
        Targets = targets;
        Hashes = [.. targets.Select(static target => TargetHash.Of(target.Address.Id))];
        _sorted = [.. Hashes];
        _positions = [.. Enumerable.Range(0, targets.Length)];
        Array.Sort(_sorted, _positions);
    }

    /// <summary>The targets before there is a catalogue: none.</summary>
    public static CatalogueTargets Empty { get; } = new(0, []);

    /// <summary>The edition.</summary>
    public long Edition { get; }

    /// <summary>The targets, in configured order.</summary>
    public ImmutableArray<TargetSpec> Targets { get; }

    /// <summary>The <see cref="TargetHash"/> of each target's identity.</summary>
    public ImmutableArray<ulong> Hashes { get; }

    /// <summary>The target of this identity; null where there is none.</summary>
    public TargetSpec? Find(string id) => PositionOf(id) is >= 0 and int position ? Targets[position] : null;

    /// <summary>Whether there is a target with this <see cref="TargetHash"/>.</summary>
    public bool Contains(ulong hash) => Array.BinarySearch(_sorted, hash) >= 0;

    /// <summary>The target's place in the configured order; behind all others for one that is not in the catalogue.</summary>
    public int OrderOf(string id) => PositionOf(id) is >= 0 and int position ? position : int.MaxValue;

    /// <summary>Negative where there is no such target.</summary>
    private int PositionOf(string id)
    {
        ulong hash = TargetHash.Of(id);
        int place = Array.BinarySearch(_sorted, hash);
        while (place > 0 && _sorted[place - 1] == hash)
        {
            place--; // Two identities may have one hash.
        }

        for (; place >= 0 && place < _sorted.Length && _sorted[place] == hash; place++)
        {
            if (Targets[_positions[place]].Address.Id == id)
            {
                return _positions[place];
            }
        }

        return -1;
    }
}
