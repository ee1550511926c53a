using System.Collections.Concurrent;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Pages;

/// <summary>A silo as others know it.</summary>
/// <param name="Silo">Its address among silos.</param>
/// <param name="Card">What it told of itself.</param>
internal sealed record KnownSilo(SiloAddress Silo, SiloCard Card);

/// <summary>What the active silos told of themselves. A silo that has answered once stays known as long as it is active.</summary>
internal sealed class SiloDirectory(ClusterView view, SiloCalls calls)
{
    private readonly ConcurrentDictionary<SiloAddress, SiloCard> _cards = new();

    /// <summary>The active silos that are known, in the order of their names.</summary>
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
