namespace ScriptGrid.Cluster.Discovery;

/// <summary>
/// The one place that asks a source of targets, for all silos. Its list lies in memory; each silo that follows it has a copy, from which it recovers.
/// </summary>
[Alias("sg.source")]
internal interface ISourceGrain : IGrainWithStringKey
{
    /// <summary>How the source fares, with its list where that is another than <paramref name="known"/>; null where the silo of the grain does not know the source.</summary>
    /// <param name="known">The number of the caller's list; 0 where it has none.</param>
    [Alias("get")]
    Task<SourceState?> GetAsync(long known);

    /// <summary>Brings back the list that the caller has, where the grain has none that is newer, as after its silo was lost.</summary>
    [Alias("offer")]
    Task OfferAsync(SourceEdition edition);
}
