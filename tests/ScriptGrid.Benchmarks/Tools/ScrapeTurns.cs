namespace ScriptGrid.Benchmarks.Tools;

/// <summary>Scrapes several pages in turn, so that other activity of the machine affects all of them equally.</summary>
internal static class ScrapeTurns
{
    private const int WarmUpRounds = 60;

    /// <summary>Scrapes without measuring, until the code is fully compiled.</summary>
    public static Task WarmUpAsync(Uri[] pages, bool isCompressed, CancellationToken cancellationToken) =>
        TakeAsync(pages, WarmUpRounds, isCompressed, cancellationToken);

    /// <summary>Returns the median duration of each page in seconds.</summary>
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
