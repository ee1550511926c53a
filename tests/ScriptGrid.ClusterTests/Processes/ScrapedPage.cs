namespace ScriptGrid.ClusterTests.Processes;

/// <summary>A metrics page, taken apart.</summary>
internal sealed record ScrapedPage(int Status, IReadOnlyList<string> Series)
{
    private const string Value = "redis_script_values{target=\"";

    /// <summary>The targets of which the page has a value.</summary>
    public IReadOnlySet<string> Targets { get; } = Series
        .Where(static series => series.StartsWith(Value, StringComparison.Ordinal))
        .Select(static series => series[Value.Length..series.IndexOf('"', Value.Length)])
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Series that are there twice, which Prometheus would refuse.</summary>
    public IReadOnlyList<string> Duplicates =>
        [.. Series.GroupBy(static series => series, StringComparer.Ordinal).Where(static same => same.Count() > 1).Select(static same => same.Key)];

    /// <summary>Takes a page apart: each line's name and labels.</summary>
    public static ScrapedPage Read((int Status, string Body) answer) => new(
        answer.Status,
        [
            .. answer.Body.Split('\n')
                .Where(static line => line.Length > 0 && line[0] != '#')
                .Select(static line => line[..line.LastIndexOf(' ')]),
        ]);
}

/// <summary>Scrapes a silo again and again, as Prometheus does, until it is stopped.</summary>
internal sealed class Scraper : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<ScrapedPage> _pages = [];
    private readonly List<string> _failures = [];
    private readonly Task _work;

    public Scraper(SiloProcess silo) => _work = WorkAsync(silo);

    /// <summary>Stops, and returns every page, in order.</summary>
    public async Task<IReadOnlyList<ScrapedPage>> StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
        Assert.Empty(_failures);
        return _pages;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task WorkAsync(SiloProcess silo)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _pages.Add(ScrapedPage.Read(await silo.GetAsync()));
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                _failures.Add(failure.Message);
            }

            await Task.Delay(Pause);
        }
    }
}
