using Orleans.Services;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>Each silo's copy of the catalogue.</summary>
[Alias("sg.catalogue-copy")]
internal interface ICatalogueCopy : IGrainService
{
    /// <summary>The silo's copy; null before it has one.</summary>
    [Alias("get")]
    Task<CatalogueEdition?> GetAsync();

    /// <summary>There is a newer edition: the silo takes it up at once rather than at its next look.</summary>
    [Alias("announce")]
    Task AnnounceAsync(CatalogueEdition edition);
}
