namespace ScriptGrid.Cluster.Catalogue;

/// <summary>
/// Keeps track of the edition that a silo collects from and of editions that it cannot use, for <see cref="CatalogueKeeper"/>. Readable from any thread.
/// </summary>
internal sealed class EditionCopy
{
    private volatile CatalogueEdition? _current;
    private long _refused;
    private long _unreadable;
    private long _beingTaken;

    /// <summary>The edition in use; null until there is one.</summary>
    public CatalogueEdition? Current => _current;

    /// <summary>The number of the edition that was refused but would otherwise be in use; 0 if there is none.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>
    /// The number up to which the silo need not ask for editions. A refused edition that is readable does not count: it is asked for again, because for
    /// example a missing file may have appeared.
    /// </summary>
    public long Known => Math.Max(Volatile.Read(ref _beingTaken), Math.Max(_current?.Number ?? 0, Volatile.Read(ref _unreadable)));

    /// <summary>Begins to take up an edition. Returns false if it is not newer than the one in use.</summary>
    public bool Begin(CatalogueEdition edition)
    {
        Volatile.Write(ref _beingTaken, edition.Number);
        return edition.Number > (_current?.Number ?? 0);
    }

    /// <summary>Makes the edition the one in use.</summary>
    public void Use(CatalogueEdition edition) => _current = edition;

    /// <summary>Ends what <see cref="Begin"/> began, with either result.</summary>
    public void End() => Volatile.Write(ref _beingTaken, 0);

    /// <summary>Records that the edition could be used. Returns whether no refusal remains.</summary>
    public bool Accept(CatalogueEdition edition)
    {
        bool isNewest = edition.Number >= Refused;
        if (isNewest)
        {
            Volatile.Write(ref _refused, 0);
        }

        return isNewest;
    }

    /// <summary>Records that the edition cannot be used. Returns false if this was known already.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="isUnreadable">Whether it can never be used, because this version does not understand it.</param>
    public bool Refuse(CatalogueEdition edition, bool isUnreadable)
    {
        if (isUnreadable)
        {
            Volatile.Write(ref _unreadable, edition.Number);
        }

        return Interlocked.Exchange(ref _refused, edition.Number) != edition.Number;
    }
}
