using Orleans.Concurrency;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>The one place where editions are numbered. It keeps the newest in memory; each silo has a copy, from which it recovers.</summary>
[Alias("sg.catalogue")]
internal interface ICatalogueGrain : IGrainWithIntegerKey
{
    /// <summary>The newest edition where it is newer than <paramref name="known"/>; else null.</summary>
    [Alias("get")]
    [AlwaysInterleave]
    Task<CatalogueEdition?> GetAsync(long known);

    /// <summary>Makes an edition the newest, numbers it, and tells every silo. One that cannot be read is refused, and the answer is what there is.</summary>
    /// <param name="draft">The edition, its number not given yet.</param>
    /// <param name="onlyIfNewer">Refuse it, and answer with what there is, unless its files were written later.</param>
    [Alias("publish")]
    Task<CatalogueEdition> PublishAsync(CatalogueEdition draft, bool onlyIfNewer);

    /// <summary>The number of the newest edition; 0 before there is one.</summary>
    [Alias("number")]
    [AlwaysInterleave]
    Task<long> GetNumberAsync();

    /// <summary>Brings back an edition that the grain does not know any more: it began anew while the silo that has it did not answer.</summary>
    [Alias("offer")]
    Task OfferAsync(CatalogueEdition edition);
}
