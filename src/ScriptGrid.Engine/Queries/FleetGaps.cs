using System.Collections.Immutable;

namespace ScriptGrid.Engine.Queries;

/// <summary>
/// Collects what an answer about the fleet lacks: the silos that did not answer, and how many targets each owns. May be used by several threads. Stays empty
/// without a cluster.
/// </summary>
internal sealed class FleetGaps
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, int> _silos = new(StringComparer.Ordinal);

    /// <summary>Adds a silo. If it was added before, the new number counts.</summary>
    /// <param name="silo">Its address.</param>
    /// <param name="owned">The number of targets that it owns.</param>
    public void Add(string silo, int owned)
    {
        lock (_gate)
        {
            _silos[silo] = owned;
        }
    }

    /// <summary>Returns what was added; null if the answer lacks nothing.</summary>
    public FleetGap? Sum()
    {
        lock (_gate)
        {
            return _silos.Count == 0 ? null : new FleetGap(_silos.Values.Sum(), [.. _silos.Keys]);
        }
    }
}

/// <summary>What an answer about the fleet lacks.</summary>
/// <param name="Targets">The number of targets that the silos own.</param>
/// <param name="Silos">The addresses of the silos that did not answer, in ordinal order.</param>
internal sealed record FleetGap(int Targets, ImmutableArray<string> Silos);
