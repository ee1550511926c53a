namespace ScriptGrid.Cluster.Targets;

/// <summary>The calls that silos make to a target's grain.</summary>
[Alias("sg.owned-target")]
internal interface IOwnedTarget : IGrainWithStringKey
{
    /// <summary>
    /// Makes sure that the target is collected, and on the right silo: a grain that finds itself on a silo that is not the owner moves. Returns the silo that
    /// holds the target; null if the catalogue does not have it.
    /// </summary>
    /// <param name="edition">The edition of the catalogue that the caller knows.</param>
    [Alias("ensure")]
    Task<SiloAddress?> EnsureAsync(long edition);

    /// <summary>Runs scripts of the target now. It joins runs that are already in progress.</summary>
    [ResponseTimeout("00:05:00")] // The scraper's own timeout is shorter, and cancels.
    [Alias("scrape")]
    Task<ScrapeAnswer> ScrapeAsync(ScrapeQuestion question, CancellationToken cancellationToken);
}

/// <summary>The form in which <see cref="Engine.Collection.ScrapeRequest"/> is sent between silos. The grain's key is the target.</summary>
[GenerateSerializer]
[Immutable]
[Alias("sg.scrape-question")]
internal sealed record ScrapeQuestion(
    [property: Id(0)] string? Script, [property: Id(1)] TimeSpan? Timeout, [property: Id(2)] bool IsOpenMetrics);

/// <summary>The form in which <see cref="Engine.Collection.ScrapeResult"/> is sent between silos.</summary>
[GenerateSerializer]
[Immutable]
[Alias("sg.scrape-answer")]
internal sealed record ScrapeAnswer([property: Id(0)] int Status, [property: Id(1)] string Message, [property: Id(2)] byte[] Page);
