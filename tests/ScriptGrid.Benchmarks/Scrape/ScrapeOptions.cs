namespace ScriptGrid.Benchmarks.Scrape;

/// <summary>What the user asked to measure.</summary>
/// <param name="Series">The approximate number of series of the page.</param>
/// <param name="Targets">The number of targets that they come from.</param>
/// <param name="Rounds">How often each page is fetched, in turn.</param>
internal sealed record ScrapeOptions(int Series, int Targets, int Rounds)
{
    // redis_up of the target; result, duration and last success of the script.
    private const int SeriesBesideValues = 4;

    /// <summary>The interval of collections. It is long compared with the rounds, because collection is not measured here.</summary>
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of values that the script returns, so that the page has at least the requested number of series.</summary>
    public int ValuesPerTarget => Math.Max(((Series + Targets - 1) / Targets) - SeriesBesideValues, 1);
}
