using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Scrape;

/// <summary>Median seconds of one scrape.</summary>
/// <param name="Plain">As it stands.</param>
/// <param name="Compressed">With gzip.</param>
internal sealed record ScrapeTimes(double Plain, double Compressed);

/// <summary>Everything that one run of the benchmark measured.</summary>
/// <param name="Targets">The targets.</param>
/// <param name="Series">The series on the page.</param>
/// <param name="Bytes">The page's length.</param>
/// <param name="ScriptGrid">ScriptGrid's times.</param>
/// <param name="Nginx">The times of nginx; null where it is not installed.</param>
internal sealed record ScrapeFigures(int Targets, int Series, long Bytes, ScrapeTimes ScriptGrid, ScrapeTimes? Nginx);

/// <summary>Fetches a large page from ScriptGrid and the same bytes from nginx, in turn.</summary>
internal static class ScrapeBenchmark
{
    private const string MemoryDirectory = "/dev/shm";
    private const string PageFile = "metrics";
    private const int WarmUpRounds = 20;
    private const int CollectionAttempts = 5;

    /// <summary>Runs all of it.</summary>
    public static async Task<ScrapeFigures> RunAsync(ScrapeOptions options, CancellationToken cancellationToken)
    {
        await using RedisFleet redis = await RedisFleet.StartAsync(options.Targets, isTls: false);
        Progress.Report($"{options.Targets:N0} targets with {options.ValuesPerTarget} values each: first collection");
        string script = BenchmarkScript.Returning(options.ValuesPerTarget);
        await using ScriptGridProcess scriptGrid =
            await ScriptGridProcess.StartAsync(redis, options.Targets, script, options.Interval, cancellationToken);

        DirectoryInfo directory = CreateMemoryDirectory();
        try
        {
            string page = Path.Combine(directory.FullName, PageFile);
            int series = await SaveWholePageAsync(scriptGrid.MetricsAddress, page, options, cancellationToken);
            await using NginxProcess? nginx = await NginxProcess.StartAsync(directory.FullName, cancellationToken);
            Uri? nginxPage = nginx is null ? null : new Uri(nginx.Address, PageFile);
            (ScrapeTimes own, ScrapeTimes? peer) = await MeasureAsync(scriptGrid.MetricsAddress, nginxPage, options.Rounds, cancellationToken);
            return new ScrapeFigures(options.Targets, series, new FileInfo(page).Length, own, peer);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Saves the page once every target gave its values, and returns its number of series.</summary>
    private static async Task<int> SaveWholePageAsync(Uri address, string file, ScrapeOptions options, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            await Curl.DownloadAsync(address, file, cancellationToken);
            int series = File.ReadLines(file).Count(static line => !line.StartsWith('#'));
            if (series >= options.Series)
            {
                return series;
            }

            if (attempt == CollectionAttempts)
            {
                throw new InvalidOperationException($"Only {series} series were collected of {options.Series}; this machine is too busy.");
            }

            Progress.Report($"{series:N0} series so far, since some targets did not answer in time: another interval");
            await Task.Delay(options.Interval, cancellationToken);
        }
    }

    private static async Task<(ScrapeTimes Own, ScrapeTimes? Peer)> MeasureAsync(
        Uri own, Uri? peer, int rounds, CancellationToken cancellationToken)
    {
        Progress.Report($"{rounds} rounds");
        (double ownPlain, double? peerPlain) = await AlternateAsync(own, peer, rounds, false, cancellationToken);
        Progress.Report($"{rounds} rounds with gzip");
        (double ownCompressed, double? peerCompressed) = await AlternateAsync(own, peer, rounds, true, cancellationToken);
        return (
            new ScrapeTimes(ownPlain, ownCompressed),
            peerPlain is null || peerCompressed is null ? null : new ScrapeTimes(peerPlain.Value, peerCompressed.Value));
    }

    /// <summary>The medians of both, fetched by turns so that what else the machine does meets both alike.</summary>
    private static async Task<(double Own, double? Peer)> AlternateAsync(
        Uri own, Uri? peer, int rounds, bool isCompressed, CancellationToken cancellationToken)
    {
        List<double> ownTimes = [];
        List<double> peerTimes = [];
        for (int round = -WarmUpRounds; round < rounds; round++)
        {
            double ownTime = await Curl.TimeAsync(own, isCompressed, cancellationToken);
            double? peerTime = peer is null ? null : await Curl.TimeAsync(peer, isCompressed, cancellationToken);
            if (round >= 0)
            {
                ownTimes.Add(ownTime);
                peerTimes.AddRange(peerTime is null ? [] : [peerTime.Value]);
            }
        }

        return (Median(ownTimes), peer is null ? null : Median(peerTimes));
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static DirectoryInfo CreateMemoryDirectory() => Directory.Exists(MemoryDirectory)
        ? Directory.CreateDirectory(Path.Combine(MemoryDirectory, Path.GetRandomFileName()))
        : Directory.CreateTempSubdirectory("scriptgrid-scrape-");
}
