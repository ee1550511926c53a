using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Catalogue;

/// <inheritdoc cref="ICatalogueGrain"/>
[KeepAlive]
internal sealed class CatalogueGrain(CatalogueCopies copies, ClusterView view, TimeProvider time, ILogger<CatalogueGrain> logger)
    : Grain, ICatalogueGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private CatalogueEdition? _newest;

    /// <summary>After the silo that held the grain was lost, the others still know.</summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        CatalogueEdition?[] known = await Task.WhenAll(view.Current.Silos.Select(async silo =>
        {
            try
            {
                return await copies.Of(silo).GetAsync().WaitAsync(Patience, time, cancellationToken);
            }
            catch (Exception failure) when (failure is TimeoutException or OrleansException)
            {
                return null; // Its copy is left out; the others may have the same.
            }
        }));
        _newest = known.MaxBy(static edition => edition?.Number ?? 0);
    }

    /// <inheritdoc/>
    public Task<CatalogueEdition?> GetAsync(long known) => Task.FromResult(_newest?.Number > known ? _newest : null);

    /// <inheritdoc/>
    public Task<CatalogueEdition> PublishAsync(CatalogueEdition draft, bool onlyIfNewer)
    {
        if (_newest is { } newest && ((onlyIfNewer && (draft.Hash == newest.Hash || draft.WrittenAt <= newest.WrittenAt)) || !IsReadable(draft)))
        {
            return Task.FromResult(newest);
        }

        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        CatalogueEdition published = draft with { Number = Math.Max(now, (_newest?.Number ?? 0) + 1) };
        _newest = published;
        foreach (SiloAddress silo in view.Current.Silos)
        {
            copies.Of(silo).AnnounceAsync(published).Ignore(); // A silo that misses it looks for itself every few seconds.
        }

        return Task.FromResult(published);
    }

    private bool IsReadable(CatalogueEdition draft)
    {
        bool isReadable = CatalogueReader.Read(draft, out string problem) is not null;
        if (!isReadable)
        {
            Log.DraftRefused(logger, draft.Publisher, problem);
        }

        return isReadable;
    }
}
