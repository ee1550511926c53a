namespace ScriptGrid.Cluster.Discovery;

/// <summary>
/// The one place that asks a source for targets, on behalf of all silos. It keeps the list in memory, and recovers it from the copy that each silo
/// which follows the source has.
/// </summary>
[Alias("sg.source")]
internal interface ISourceGrain : IGrainWithStringKey
{
    /// <summary>
    /// Returns the state of the source, with its list if that differs from <paramref name="known"/>; null if the grain's silo does not know the source.
    /// </summary>
    /// <param name="known">The number of the caller's list; 0 if it has none.</param>
    [Alias("get")]
    Task<SourceState?> GetAsync(long known);

    /// <summary>Brings back the caller's list if the grain has none that is newer, for instance after the grain's silo was lost.</summary>
    [Alias("offer")]
    Task OfferAsync(SourceEdition edition);
}
