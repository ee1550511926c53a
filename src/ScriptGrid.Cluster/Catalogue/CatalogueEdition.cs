namespace ScriptGrid.Cluster.Catalogue;

/// <summary>One state of the catalogue: what the whole cluster collects. Holds paths of secrets, and never a secret.</summary>
/// <param name="Number">Grows with each edition: the time of publication in milliseconds since the Unix epoch, or one more than the last.</param>
/// <param name="WrittenAt">When the files that it was read from were last written.</param>
/// <param name="Publisher">The silo that published it, <c>ip:port</c>.</param>
/// <param name="Hash">SHA-256 of the content before compression.</param>
/// <param name="Content">What <see cref="CatalogueWriter"/> wrote.</param>
[GenerateSerializer]
[Immutable]
[Alias("sg.catalogue-edition")]
internal sealed record CatalogueEdition(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset WrittenAt,
    [property: Id(2)] string Publisher,
    [property: Id(3)] string Hash,
    [property: Id(4)] byte[] Content);
