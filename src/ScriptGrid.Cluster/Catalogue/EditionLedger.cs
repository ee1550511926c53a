namespace ScriptGrid.Cluster.Catalogue;

/// <summary>The newest edition, and who may replace it: what the catalogue's grain decides. Not safe for threads.</summary>
internal sealed class EditionLedger
{
    /// <summary>The newest edition; null before there is one.</summary>
    public CatalogueEdition? Newest { get; private set; }

    /// <summary>After the silo that held the grain was lost: the newest of the copies that others have counts.</summary>
    public void Recover(IEnumerable<CatalogueEdition?> copies) => Newest = copies.MaxBy(static edition => edition?.Number ?? 0);

    /// <summary>A silo has an edition that may be newer than what is known here.</summary>
    public void Offer(CatalogueEdition edition)
    {
        if (edition.Number > (Newest?.Number ?? 0))
        {
            Newest = edition;
        }
    }

    /// <summary>The newest where it is newer than what the caller knows; else null.</summary>
    public CatalogueEdition? NewerThan(long known) => Newest?.Number > known ? Newest : null;

    /// <summary>Makes a draft the newest edition, and numbers it. False where it is refused, and what there is stays.</summary>
    /// <param name="draft">The edition, its number not given yet.</param>
    /// <param name="onlyIfNewer">Refuse it unless its files were written later.</param>
    /// <param name="isReadable">Whether this version can read it; asked only where that matters.</param>
    /// <param name="now">The present in milliseconds since the Unix epoch.</param>
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
