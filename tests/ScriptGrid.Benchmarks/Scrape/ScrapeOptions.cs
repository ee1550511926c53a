namespace ScriptGrid.Benchmarks.Scrape;

/// <summary>What the user asked to measure.</summary>
/// <param name="Series">About how many series the page is to have.</param>
/// <param name="Targets">The targets that they come from.</param>
/// <param name="Rounds">How often each page is fetched, in turn.</param>
internal sealed record ScrapeOptions(int Series, int Targets, int Rounds)
{
    // redis_up, and of the script its result, duration and last success.
    private const int SeriesBesideValues = 4;

    /// <summary>Long beside the rounds, as collection is not what is measured here.</summary>
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How many values the script returns, so that the page has no fewer series than asked for.</summary>
    public int ValuesPerTarget => Math.Max(((Series + Targets - 1) / Targets) - SeriesBesideValues, 1);
}
