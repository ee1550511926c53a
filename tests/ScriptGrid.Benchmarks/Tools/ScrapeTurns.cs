namespace ScriptGrid.Benchmarks.Tools;

/// <summary>Scrapes of several pages by turns, so that what else the machine does meets all alike.</summary>
internal static class ScrapeTurns
{
    private const int WarmUpRounds = 60;

    /// <summary>Scrapes that count for nothing, until the code is compiled for good.</summary>
    public static Task WarmUpAsync(Uri[] pages, bool isCompressed, CancellationToken cancellationToken) =>
        TakeAsync(pages, WarmUpRounds, isCompressed, cancellationToken);

    /// <summary>Median seconds of each page.</summary>
    public static async Task<double[]> TakeAsync(Uri[] pages, int rounds, bool isCompressed, CancellationToken cancellationToken)
    {
        List<double>[] times = [.. pages.Select(static _ => new List<double>())];
        for (int round = 0; round < rounds; round++)
        {
            for (int page = 0; page < pages.Length; page++)
            {
                times[page].Add(await Curl.TimeAsync(pages[page], isCompressed, cancellationToken));
            }
        }

        return [.. times.Select(Median)];
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
