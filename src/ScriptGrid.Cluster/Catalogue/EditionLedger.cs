namespace ScriptGrid.Cluster.Catalogue;

/// <summary>Holds the newest edition and decides what may replace it, for the catalogue's grain. Not thread-safe.</summary>
internal sealed class EditionLedger
{
    /// <summary>The newest edition; null until there is one.</summary>
    public CatalogueEdition? Newest { get; private set; }

    /// <summary>Recovers after the silo that held the grain was lost: takes the newest of the other silos' copies.</summary>
    public void Recover(IEnumerable<CatalogueEdition?> copies) => Newest = copies.MaxBy(static edition => edition?.Number ?? 0);

    /// <summary>Takes an edition that a silo has if it is newer than the one known here.</summary>
    public void Offer(CatalogueEdition edition)
    {
        if (edition.Number > (Newest?.Number ?? 0))
        {
            Newest = edition;
        }
    }

    /// <summary>Returns the newest edition if it is newer than the one that the caller knows; otherwise null.</summary>
    public CatalogueEdition? NewerThan(long known) => Newest?.Number > known ? Newest : null;

    /// <summary>Numbers a draft and makes it the newest edition. Returns false if the draft is refused; then the newest edition stays.</summary>
    /// <param name="draft">The edition, which has no number yet.</param>
    /// <param name="onlyIfNewer">Whether to refuse a draft that is no change, or whose files were not written later.</param>
    /// <param name="isReadable">Whether this version can read the draft; called only if that matters.</param>
    /// <param name="now">The current time in milliseconds since the Unix epoch.</param>
    public bool TryPublish(CatalogueEdition draft, bool onlyIfNewer, Func<CatalogueEdition, bool> isReadable, long now)
    {
        if (Newest is { } newest && ((onlyIfNewer && (draft.Hash == newest.Hash || draft.WrittenAt <= newest.WrittenAt)) || !isReadable(draft)))
        {
            return false;
        }

        Newest = draft with { Number = Math.Max(now, (Newest?.Number ?? 0) + 1) };
        return true;
    }
}
