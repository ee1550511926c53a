using Orleans.Services;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>Each silo's copy of the catalogue.</summary>
[Alias("sg.catalogue-copy")]
internal interface ICatalogueCopy : IGrainService
{
    /// <summary>Returns the silo's copy; null until it has one.</summary>
    [Alias("get")]
    Task<CatalogueEdition?> GetAsync();

    /// <summary>Announces a newer edition. The silo takes it up at once instead of at its next look.</summary>
    [Alias("announce")]
    Task AnnounceAsync(CatalogueEdition edition);
}
