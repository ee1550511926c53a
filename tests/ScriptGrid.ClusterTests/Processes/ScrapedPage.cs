namespace ScriptGrid.ClusterTests.Processes;

/// <summary>A metrics page, taken apart into its samples.</summary>
internal sealed record ScrapedPage(int Status, IReadOnlyList<string> Samples)
{
    private const string Value = "redis_script_values{target=\"";

    /// <summary>When it was there, since the Unix epoch.</summary>
    public TimeSpan At { get; } = TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch;

    /// <summary>Each sample's name and labels.</summary>
    public IReadOnlyList<string> Series { get; } = [.. Samples.Select(static sample => sample[..sample.LastIndexOf(' ')])];

    /// <summary>The targets of which the page has a value.</summary>
    public IReadOnlySet<string> Targets { get; } = Samples
        .Where(static sample => sample.StartsWith(Value, StringComparison.Ordinal))
        .Select(static sample => sample[Value.Length..sample.IndexOf('"', Value.Length)])
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Series that are there twice, which Prometheus would refuse.</summary>
    public IReadOnlyList<string> Duplicates =>
        [.. Series.GroupBy(static series => series, StringComparer.Ordinal).Where(static same => same.Count() > 1).Select(static same => same.Key)];

    /// <summary>Takes a page apart.</summary>
    public static ScrapedPage Read((int Status, string Body) answer) =>
        new(answer.Status, [.. answer.Body.Split('\n').Where(static line => line.Length > 0 && line[0] != '#')]);

    /// <summary>Samples of one family, a target's or all.</summary>
    public IReadOnlyList<string> Of(string family, string target = "") =>
        [.. Samples.Where(sample => sample.StartsWith($"{family}{{target=\"{target}", StringComparison.Ordinal))];
}

/// <summary>Scrapes a silo again and again, as Prometheus does, until it is stopped.</summary>
internal sealed class Scraper : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<ScrapedPage> _pages = [];
    private readonly List<string> _failures = [];
    private readonly Task _work;

    public Scraper(SiloProcess silo, string path = "/metrics") => _work = WorkAsync(silo, path);

    /// <summary>Stops, sees to it that Prometheus could use every page, and returns them in order.</summary>
    public async Task<IReadOnlyList<ScrapedPage>> StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
        Assert.Empty(_failures);
        Assert.All(_pages, static page => Assert.Equal(200, page.Status));
        Assert.All(_pages, static page => Assert.Empty(page.Duplicates));
        return _pages;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task WorkAsync(SiloProcess silo, string path)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _pages.Add(await silo.ScrapeAsync(path));
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                _failures.Add(failure.Message);
            }

            await Task.Delay(Pause);
        }
    }
}
