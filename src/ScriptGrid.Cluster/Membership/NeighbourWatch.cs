using System.Collections.Immutable;

namespace ScriptGrid.Cluster.Membership;

/// <summary>A silo whose process is gone.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Witness">Another silo that sees it too; null in a cluster of two, where there is no other silo to ask.</param>
internal sealed record GoneSilo(SiloAddress Silo, SiloAddress? Witness);

/// <summary>
/// Decides when a silo is gone: its port refuses connections in two looks in a row, and refuses another silo as well if there is one. In a cluster of three
/// or more, a silo's own looks are never enough: a firewall that rejects its connections is no crash.
/// </summary>
/// <param name="self">The silo that looks.</param>
/// <param name="look">Looks at a silo's port.</param>
/// <param name="ask">Asks the first silo whether the second one refuses its connections too; null if it does not answer.</param>
internal sealed class NeighbourWatch(
    SiloAddress self, Func<SiloAddress, Task<PortState>> look, Func<SiloAddress, SiloAddress, Task<bool?>> ask)
{
    private const int Proof = 2;

    private ImmutableDictionary<SiloAddress, int> _refusals = ImmutableDictionary<SiloAddress, int>.Empty;

    /// <summary>Forgets all looks so far.</summary>
    public void Forget() => _refusals = _refusals.Clear();

    /// <summary>Looks once at each neighbour among the active silos.</summary>
    /// <returns>The silos that are gone. A silo that stays in the membership is returned again after another two refusals.</returns>
    public async Task<ImmutableArray<GoneSilo>> LookAsync(ImmutableArray<SiloAddress> active)
    {
        ImmutableArray<SiloAddress> neighbours = WatchRing.NeighboursOf(self, active);
        PortState[] seen = await Task.WhenAll(neighbours.Select(look));
        _refusals = neighbours.Zip(seen)
            .Where(static pair => pair.Second == PortState.Refused)
            .ToImmutableDictionary(static pair => pair.First, pair => _refusals.GetValueOrDefault(pair.First) + 1);
        GoneSilo?[] gone = await Task.WhenAll(
            _refusals.Where(static refusal => refusal.Value >= Proof).Select(refusal => ConfirmAsync(refusal.Key, refusal.Value - Proof, active)));
        ImmutableArray<GoneSilo> found = [.. gone.OfType<GoneSilo>()];
        _refusals = _refusals.RemoveRange(found.Select(static silo => silo.Silo));
        return found;
    }

    /// <summary>Asks one witness. The next attempt asks another one, because the first may be gone as well.</summary>
    private async Task<GoneSilo?> ConfirmAsync(SiloAddress suspect, int attempt, ImmutableArray<SiloAddress> active)
    {
        ImmutableArray<SiloAddress> others = WatchRing.WitnessesOf(suspect, self, active);
        if (others.IsEmpty)
        {
            return new GoneSilo(suspect, null);
        }

        ImmutableArray<SiloAddress> witnesses = [.. others.Where(silo => !_refusals.ContainsKey(silo))];
        if (witnesses.IsEmpty)
        {
            return null;
        }

        SiloAddress witness = witnesses[attempt % witnesses.Length];
        return await ask(witness, suspect) == true ? new GoneSilo(suspect, witness) : null;
    }
}
