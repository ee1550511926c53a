namespace ScriptGrid.Cluster.Targets;

/// <summary>What silos ask of a target's grain among themselves.</summary>
[Alias("sg.owned-target")]
internal interface IOwnedTarget : IGrainWithStringKey
{
    /// <summary>
    /// Sees to it that the target is collected, and where: a grain that finds itself on a silo that is not the owner moves. Answers with the silo that
    /// holds it; null where the catalogue does not have it.
    /// </summary>
    /// <param name="edition">The edition of the catalogue that the caller knows.</param>
    [Alias("ensure")]
    Task<SiloAddress?> EnsureAsync(long edition);

    /// <summary>Runs scripts of the target now, joining runs that are under way.</summary>
    [Alias("scrape")]
    Task<ScrapeAnswer> ScrapeAsync(ScrapeQuestion question, CancellationToken cancellationToken);
}

/// <summary><see cref="Engine.Collection.ScrapeRequest"/> on its way between silos; the target is the grain's.</summary>
[GenerateSerializer]
[Immutable]
[Alias("sg.scrape-question")]
internal sealed record ScrapeQuestion(
    [property: Id(0)] string? Script, [property: Id(1)] TimeSpan? Timeout, [property: Id(2)] bool IsOpenMetrics);

/// <summary><see cref="Engine.Collection.ScrapeResult"/> on its way between silos.</summary>
[GenerateSerializer]
[Immutable]
[Alias("sg.scrape-answer")]
internal sealed record ScrapeAnswer([property: Id(0)] int Status, [property: Id(1)] string Message, [property: Id(2)] byte[] Page);
