namespace ScriptGrid.Cluster.Catalogue;

/// <summary>One version of the catalogue, which says what the whole cluster collects. It holds paths of secrets, but never a secret.</summary>
/// <param name="Number">Grows with each edition: the time of publication in milliseconds since the Unix epoch, or the last number plus one.</param>
/// <param name="WrittenAt">When the files that it was read from were last written.</param>
/// <param name="Publisher">The silo that published it, <c>ip:port</c>.</param>
/// <param name="Hash">SHA-256 of the content before compression.</param>
/// <param name="Content">The bytes that <see cref="CatalogueWriter"/> wrote: JSON, compressed with Brotli.</param>
[GenerateSerializer]
[Immutable]
[Alias("sg.catalogue-edition")]
internal sealed record CatalogueEdition(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset WrittenAt,
    [property: Id(2)] string Publisher,
    [property: Id(3)] string Hash,
    [property: Id(4)] byte[] Content);
