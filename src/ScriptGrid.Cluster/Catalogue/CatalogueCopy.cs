using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;

namespace ScriptGrid.Cluster.Catalogue;

/// <inheritdoc cref="ICatalogueCopy"/>
internal sealed class CatalogueCopy(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, CatalogueKeeper keeper)
    : GrainService(id, silo, loggers), ICatalogueCopy
{
    /// <inheritdoc/>
    public Task<CatalogueEdition?> GetAsync() => Task.FromResult(keeper.Current);

    /// <inheritdoc/>
    public Task AnnounceAsync(CatalogueEdition edition) => keeper.TakeAsync(edition);
}

/// <summary>Reaches the copy of a given silo.</summary>
internal sealed class CatalogueCopies(IServiceProvider services) : GrainServiceClient<ICatalogueCopy>(services)
{
    /// <summary>Returns the copy of one silo.</summary>
    public ICatalogueCopy Of(SiloAddress silo) => GetGrainService(silo);
}
