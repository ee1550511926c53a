using System.Globalization;
using Microsoft.Playwright;
using ScriptGrid.Benchmarks.Fleet;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Pages;

/// <summary>Opens pages of a large fleet in Chromium, filters the list of targets, and keeps browsers open while the fleet is collected.</summary>
internal static class PagesBenchmark
{
    /// <summary>The browser's entry for the first paint, which may come after the page has loaded.</summary>
    private const string FirstPaint = "performance.getEntriesByName('first-contentful-paint')";

    private const double MostToFirstPaint = 0.5;
    private const double MostToFilter = 0.15;
    private const double MostLag = 0.1;
    private const int Rounds = 15;
    private const string Lag = "scriptgrid_schedule_lag_seconds";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    /// <summary>Sets a control of the form and waits until the resulting list is painted. Returns the duration in milliseconds.</summary>
    private const string Filter = """
        ([name, text]) => new Promise(done => {
          const control = document.querySelector(`#filters [name=${name}]`);
          const start = performance.now();
          new MutationObserver((_, observer) => {
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
          }).observe(document.getElementById('list'), { childList: true, characterData: true, subtree: true });
          control.value = text;
          control.dispatchEvent(new Event('input', { bubbles: true }));
        })
        """;

    /// <summary>Measures, and compares the figures with their bars.</summary>
    public static async Task<ResultTable> RunAsync(PagesOptions options, CancellationToken cancellationToken)
    {
        await using RedisFleet redis = await RedisFleet.StartAsync(options.Targets, isTls: false);
        int refusing = FreePort.Find();
        var setup = new ScriptGridSetup(redis, options.Targets, FleetMeasurement.Script, Interval)
        {
            Scripts = options.Scripts,
            FurtherTargets = [.. Enumerable.Range(0, options.Targets / 100).Select(i => string.Create(CultureInfo.InvariantCulture, $"redis://127.9.{i / 250}.{1 + (i % 250)}:{refusing}"))],
        };
        Progress.Report($"start of {options.Targets:N0} targets with {options.Scripts} scripts each");
        await using ScriptGridProcess scriptGrid = await ScriptGridProcess.StartAsync(setup, cancellationToken);
        await Task.Delay(WarmUp, cancellationToken);
        await using Chromium chromium = await Chromium.StartAsync();
        string url = new Uri(scriptGrid.MetricsAddress, "/targets").AbsoluteUri;

        var table = new ResultTable();
        table.Add("targets", $"{options.Targets:N0}, and {setup.FurtherTargets.Count:N0} that refuse; {options.Scripts} scripts each, every {Interval.TotalSeconds:N0} s");
        Progress.Report($"first paint, {Rounds} times");
        AddDurations(table, "first paint of one line of text", await PaintsAsync(chromium, new Uri(scriptGrid.MetricsAddress, "/-/healthy").AbsoluteUri), bar: null);
        AddDurations(table, "first paint of /targets", await PaintsAsync(chromium, url), MostToFirstPaint);
        Progress.Report($"filters, {Rounds} times each");
        await using (IBrowserContext context = await chromium.Browser.NewContextAsync())
        {
            IPage page = await OpenAsync(context, url);
            AddDurations(table, "filter by reason", await FilterAsync(page, "reason", "connection"), MostToFilter);
            AddDurations(table, "filter by text, as typed", await FilterAsync(page, "q", "127.1.7."), MostToFilter);
        }

        await AddLagAsync(table, options, scriptGrid, chromium, url, cancellationToken);
        await (options.Pictures is { } folder ? ShootAsync(chromium, url, folder) : Task.CompletedTask);
        return table;
    }

    private static void AddDurations(ResultTable table, string figure, IEnumerable<double> milliseconds, double? bar)
    {
        double[] seconds = [.. milliseconds.Select(static value => value / 1000).Order()];
        double median = seconds[seconds.Length / 2];
        if (bar is { } most)
        {
            table.Add(figure, $"{ResultTable.Duration(median)}, at most {ResultTable.Duration(seconds[^1])}", $"median under {ResultTable.Duration(most)}", median < most);
        }
        else
        {
            table.Add(figure, $"{ResultTable.Duration(median)}, at most {ResultTable.Duration(seconds[^1])}");
        }
    }

    /// <summary>Measures each first paint in a browser with empty storage. The first one is not counted, because it waits for code to be compiled.</summary>
    private static async Task<IReadOnlyList<double>> PaintsAsync(Chromium chromium, string url)
    {
        List<double> paints = [];
        for (int i = 0; i <= Rounds; i++)
        {
            await using IBrowserContext context = await chromium.Browser.NewContextAsync();
            IPage page = await OpenAsync(context, url);
            await page.WaitForFunctionAsync($"{FirstPaint}.length > 0");
            paints.Add(await page.EvaluateAsync<double>($"{FirstPaint}[0].startTime"));
        }

        return paints[1..];
    }

    private static async Task<IReadOnlyList<double>> FilterAsync(IPage page, string control, string text)
    {
        List<double> times = [];
        for (int i = 0; i < 2 * Rounds; i++)
        {
            times.Add(await page.EvaluateAsync<double>(Filter, new[] { control, i % 2 == 0 ? text : "" }));
        }

        return times;
    }

    private static async Task AddLagAsync(
        ResultTable table, PagesOptions options, ScriptGridProcess scriptGrid, Chromium chromium, string url, CancellationToken cancellationToken)
    {
        Progress.Report($"lag without browsers, {options.Duration.TotalSeconds:N0} s");
        double alone = await LagAsync(scriptGrid, options.Duration, cancellationToken);
        Progress.Report($"lag with {options.Browsers} browsers, {options.Duration.TotalSeconds:N0} s");
        List<IBrowserContext> browsers = [];
        for (int i = 0; i < options.Browsers; i++)
        {
            browsers.Add(await chromium.Browser.NewContextAsync());
            await OpenAsync(browsers[i], url);
        }

        double watched = await LagAsync(scriptGrid, options.Duration, cancellationToken);
        foreach (IBrowserContext browser in browsers)
        {
            await browser.DisposeAsync();
        }

        table.Add("schedule lag, 99 %, nobody looks", $"{ResultTable.Duration(alone)}");
        table.Add($"schedule lag, 99 %, {options.Browsers} browsers look", $"{ResultTable.Duration(watched)}", $"under {ResultTable.Duration(MostLag)}", watched < MostLag);
    }

    private static async Task<double> LagAsync(ScriptGridProcess scriptGrid, TimeSpan duration, CancellationToken cancellationToken)
    {
        BucketCounts before = (await scriptGrid.ReadMetricsAsync(cancellationToken)).Histogram(Lag);
        await Task.Delay(duration, cancellationToken);
        return (await scriptGrid.ReadMetricsAsync(cancellationToken)).Histogram(Lag).Since(before).Quantile(0.99);
    }

    /// <summary>Opens the list in a browser and waits until it is shown.</summary>
    private static async Task<IPage> OpenAsync(IBrowserContext context, string url)
    {
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(url);
        await page.Locator("#targets tbody tr, body > pre").First.WaitForAsync();
        return page;
    }

    private static async Task ShootAsync(Chromium chromium, string url, string folder)
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        IPage page = await OpenAsync(context, url);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "targets.png") });
        await page.Locator("#targets a.target").First.ClickAsync();
        await page.Locator(".values").First.WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "target.png") });
    }
}
