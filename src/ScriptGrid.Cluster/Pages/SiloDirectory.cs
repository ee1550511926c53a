using System.Collections.Concurrent;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Pages;

/// <summary>What other silos know of a silo.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="Card">Its own answer about its name and pages.</param>
internal sealed record KnownSilo(SiloAddress Silo, SiloCard Card);

/// <summary>Keeps the cards of the active silos. A silo that has answered once stays known as long as it is active.</summary>
internal sealed class SiloDirectory(ClusterView view, SiloCalls calls)
{
    private readonly ConcurrentDictionary<SiloAddress, SiloCard> _cards = new();

    /// <summary>Returns the active silos that are known, in the order of their names.</summary>
    public async Task<IReadOnlyList<KnownSilo>> ListAsync()
    {
        SiloView current = view.Current;
        SiloCard?[] cards = await Task.WhenAll(
            current.Silos.Select(silo => calls.AskAsync(silo, static pages => pages.GetCardAsync(), SiloCalls.Limit)));
        var known = new List<KnownSilo>();
        foreach ((SiloAddress silo, SiloCard? told) in current.Silos.Zip(cards))
        {
            if ((told ?? _cards.GetValueOrDefault(silo)) is { } card)
            {
                _cards[silo] = card;
                known.Add(new KnownSilo(silo, card));
            }
        }

        foreach (SiloAddress gone in _cards.Keys.Where(silo => !current.Silos.Contains(silo)))
        {
            _cards.TryRemove(gone, out _);
        }

        return known;
    }
}
