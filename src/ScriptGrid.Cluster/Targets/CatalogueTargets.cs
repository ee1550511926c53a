using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The targets of one edition of the catalogue, in their order and by identity. Immutable.</summary>
internal sealed class CatalogueTargets
{
    /// <summary>
    /// The hashes in ascending order. <see cref="_positions"/> has the target of each. Together they take twelve bytes per target; a hash table takes sixty.
    /// </summary>
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

    /// <summary>Returns the target with this identity, or null if there is none.</summary>
    public TargetSpec? Find(string id) => PositionOf(id) is >= 0 and int position ? Targets[position] : null;

    /// <summary>Whether there is a target with this <see cref="TargetHash"/>.</summary>
    public bool Contains(ulong hash) => Array.BinarySearch(_sorted, hash) >= 0;

    /// <summary>Returns the target's position in configured order; <see cref="int.MaxValue"/> if the catalogue does not have it.</summary>
    public int OrderOf(string id) => PositionOf(id) is >= 0 and int position ? position : int.MaxValue;

    /// <summary>Returns the target's position; negative if there is no such target.</summary>
    private int PositionOf(string id)
    {
        ulong hash = TargetHash.Of(id);
        int place = Array.BinarySearch(_sorted, hash);
        while (place > 0 && _sorted[place - 1] == hash)
        {
            place--; // Two identities may have the same hash.
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
