using System.Collections.Frozen;
using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The targets of one edition of the catalogue, by their order and by their identity. Immutable.</summary>
internal sealed class CatalogueTargets
{
    private readonly FrozenDictionary<string, int> _order;
    private readonly FrozenSet<ulong> _hashes;

    /// <param name="edition">The edition.</param>
    /// <param name="targets">Its targets, in configured order.</param>
    public CatalogueTargets(long edition, ImmutableArray<TargetSpec> targets)
    {
        Edition = edition;
        Targets = targets;
        Hashes = [.. targets.Select(static target => TargetHash.Of(target.Address.Id))];
        _hashes = Hashes.ToFrozenSet();
        _order = targets.Select(static (target, i) => KeyValuePair.Create(target.Address.Id, i)).ToFrozenDictionary(StringComparer.Ordinal);
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
    public TargetSpec? Find(string id) => _order.TryGetValue(id, out int order) ? Targets[order] : null;

    /// <summary>Whether there is a target with this <see cref="TargetHash"/>.</summary>
    public bool Contains(ulong hash) => _hashes.Contains(hash);

    /// <summary>The target's place in the configured order; behind all others for one that is not in the catalogue.</summary>
    public int OrderOf(string id) => _order.GetValueOrDefault(id, int.MaxValue);
}
