namespace ScriptGrid.Cluster.Catalogue;

/// <summary>Which edition a silo collects from, and which it can have no use for: what <see cref="CatalogueKeeper"/> decides. Safe to read from any thread.</summary>
internal sealed class EditionCopy
{
    private volatile CatalogueEdition? _current;
    private long _refused;
    private long _unreadable;
    private long _beingTaken;

    /// <summary>The edition in use; null before there is one.</summary>
    public CatalogueEdition? Current => _current;

    /// <summary>The edition that was refused, and would be in use if it could; 0 where there is none.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>There is nothing to ask for up to this number. What can be read and was refused is asked for again: a missing file may have come.</summary>
    public long Known => Math.Max(Volatile.Read(ref _beingTaken), Math.Max(_current?.Number ?? 0, Volatile.Read(ref _unreadable)));

    /// <summary>An edition has come. False where it is older than the one in use, or the same.</summary>
    public bool Begin(CatalogueEdition edition)
    {
        Volatile.Write(ref _beingTaken, edition.Number);
        return edition.Number > (_current?.Number ?? 0);
    }

    /// <summary>The edition is in use.</summary>
    public void Use(CatalogueEdition edition) => _current = edition;

    /// <summary>What became of the edition that came is settled.</summary>
    public void End() => Volatile.Write(ref _beingTaken, 0);

    /// <summary>The edition could be put to use. Whether nothing is refused from now on.</summary>
    public bool Accept(CatalogueEdition edition)
    {
        bool isNewest = edition.Number >= Refused;
        if (isNewest)
        {
            Volatile.Write(ref _refused, 0);
        }

        return isNewest;
    }

    /// <summary>The edition cannot be put to use. Whether that is news.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="isUnreadable">It never can: this version does not understand it.</param>
    public bool Refuse(CatalogueEdition edition, bool isUnreadable)
    {
        if (isUnreadable)
        {
            Volatile.Write(ref _unreadable, edition.Number);
        }

        return Interlocked.Exchange(ref _refused, edition.Number) != edition.Number;
    }
}
