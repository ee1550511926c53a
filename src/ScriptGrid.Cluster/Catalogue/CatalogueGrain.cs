using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Catalogue;

/// <inheritdoc cref="ICatalogueGrain"/>
[KeepAlive]
internal sealed class CatalogueGrain(CatalogueCopies copies, ClusterView view, StallGate gate, TimeProvider time, ILogger<CatalogueGrain> logger)
    : Grain, ICatalogueGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly EditionLedger _ledger = new();

    /// <summary>Recovers the newest edition from the silos' copies. They still have it after the silo that held the grain was lost.</summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        CatalogueEdition?[] known = await Task.WhenAll(view.Active.Select(async silo =>
        {
            try
            {
                return await copies.Of(silo).GetAsync().WaitAsync(Patience, time, cancellationToken);
            }
            catch (Exception failure) when (failure is TimeoutException or OrleansException)
            {
                return null; // This silo's copy is left out; other silos may have the same one.
            }
        }));
        _ledger.Recover(known);
    }

    /// <inheritdoc/>
    public Task<CatalogueEdition?> GetAsync(long known) => Task.FromResult(_ledger.NewerThan(known));

    /// <inheritdoc/>
    public Task<long> GetNumberAsync() => Task.FromResult(_ledger.Newest?.Number ?? 0);

    /// <inheritdoc/>
    public Task OfferAsync(CatalogueEdition edition)
    {
        _ledger.Offer(edition);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<CatalogueEdition> PublishAsync(CatalogueEdition draft, bool onlyIfNewer)
    {
        if (!gate.IsOpen)
        {
            // Calls that queued up here during the stall may be older than what another activation has accepted since.
            throw new OrleansException("the silo that keeps the catalogue was stalled and may have been declared dead");
        }

        if (_ledger.TryPublish(draft, onlyIfNewer, IsReadable, time.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            foreach (SiloAddress silo in view.Active)
            {
                copies.Of(silo).AnnounceAsync(_ledger.Newest!).Ignore(); // A silo that misses this call finds the edition at its next look, every few seconds.
            }
        }

        return Task.FromResult(_ledger.Newest!);
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
