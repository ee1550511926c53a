using Orleans.Concurrency;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>The one place where editions are numbered. It keeps the newest in memory, and recovers it from the copy that each silo has.</summary>
[Alias("sg.catalogue")]
internal interface ICatalogueGrain : IGrainWithIntegerKey
{
    /// <summary>Returns the newest edition if it is newer than <paramref name="known"/>; otherwise null.</summary>
    [Alias("get")]
    [AlwaysInterleave]
    Task<CatalogueEdition?> GetAsync(long known);

    /// <summary>
    /// Numbers an edition, makes it the newest, and announces it to every silo. Returns the newest edition, which is the old one if the draft is refused,
    /// for instance because it cannot be read.
    /// </summary>
    /// <param name="draft">The edition, which has no number yet.</param>
    /// <param name="onlyIfNewer">Whether to refuse a draft whose files were not written later than those of the newest edition.</param>
    [Alias("publish")]
    Task<CatalogueEdition> PublishAsync(CatalogueEdition draft, bool onlyIfNewer);

    /// <summary>Returns the number of the newest edition; 0 until there is one.</summary>
    [Alias("number")]
    [AlwaysInterleave]
    Task<long> GetNumberAsync();

    /// <summary>Brings back an edition that the grain lost, because it restarted while the silo that has the edition did not answer.</summary>
    [Alias("offer")]
    Task OfferAsync(CatalogueEdition edition);
}
