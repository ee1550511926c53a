using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Scrape;

/// <summary>The median durations of one scrape, in seconds.</summary>
/// <param name="Plain">Without compression.</param>
/// <param name="Compressed">With gzip.</param>
internal sealed record ScrapeTimes(double Plain, double Compressed);

/// <summary>The median durations of fetching the same bytes from nginx, in seconds.</summary>
/// <param name="Plain">With sendfile: the bytes never enter the process.</param>
/// <param name="Copied">Read into the process and sent from there, as a server does with generated content.</param>
/// <param name="Compressed">With gzip.</param>
internal sealed record NginxTimes(double Plain, double Copied, double Compressed);

/// <summary>All figures of one run of the benchmark.</summary>
/// <param name="Targets">The number of targets.</param>
/// <param name="Series">The number of series on the page.</param>
/// <param name="Bytes">The length of the page.</param>
/// <param name="ScriptGrid">ScriptGrid's times.</param>
/// <param name="Nginx">The times of nginx; null if it is not installed.</param>
internal sealed record ScrapeFigures(int Targets, int Series, long Bytes, ScrapeTimes ScriptGrid, NginxTimes? Nginx);

/// <summary>Fetches a large page from ScriptGrid and the same bytes from nginx, in turn.</summary>
internal static class ScrapeBenchmark
{
    private const string MemoryDirectory = "/dev/shm";
    private const string PageFile = "metrics";
    private const int CollectionAttempts = 5;

    /// <summary>Runs all measurements.</summary>
    public static async Task<ScrapeFigures> RunAsync(ScrapeOptions options, CancellationToken cancellationToken)
    {
        await using RedisFleet redis = await RedisFleet.StartAsync(options.Targets, isTls: false);
        Progress.Report($"{options.Targets:N0} targets with {options.ValuesPerTarget} values each: first collection");
        string script = BenchmarkScript.Returning(options.ValuesPerTarget);
        await using ScriptGridProcess scriptGrid = await ScriptGridProcess.StartAsync(
            new ScriptGridSetup(redis, options.Targets, script, options.Interval), cancellationToken);

        DirectoryInfo directory = CreateMemoryDirectory();
        try
        {
            string page = Path.Combine(directory.FullName, PageFile);
            int series = await SaveWholePageAsync(scriptGrid.MetricsAddress, page, options, cancellationToken);
            await using NginxProcess? nginx = await NginxProcess.StartAsync(directory.FullName, cancellationToken);
            (ScrapeTimes own, NginxTimes? peer) = await MeasureAsync(scriptGrid.MetricsAddress, nginx?.Address, options.Rounds, cancellationToken);
            return new ScrapeFigures(options.Targets, series, new FileInfo(page).Length, own, peer);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Saves the page once every target has given its values, and returns its number of series.</summary>
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

    private static async Task<(ScrapeTimes Own, NginxTimes? Nginx)> MeasureAsync(
        Uri own, Uri? nginx, int rounds, CancellationToken cancellationToken)
    {
        Progress.Report($"{rounds} rounds");
        Uri[] pages = nginx is null ? [own] : [own, new Uri(nginx, PageFile), new Uri(nginx, NginxProcess.CopiedPrefix + PageFile)];
        await ScrapeTurns.WarmUpAsync(pages, isCompressed: false, cancellationToken);
        double[] plain = await ScrapeTurns.TakeAsync(pages, rounds, isCompressed: false, cancellationToken);
        Progress.Report($"{rounds} rounds with gzip");
        Uri[] compressible = [.. pages.Take(2)];
        await ScrapeTurns.WarmUpAsync(compressible, isCompressed: true, cancellationToken);
        double[] compressed = await ScrapeTurns.TakeAsync(compressible, rounds, isCompressed: true, cancellationToken);
        return (new ScrapeTimes(plain[0], compressed[0]), nginx is null ? null : new NginxTimes(plain[1], plain[2], compressed[1]));
    }

    private static DirectoryInfo CreateMemoryDirectory() => Directory.Exists(MemoryDirectory)
        ? Directory.CreateDirectory(Path.Combine(MemoryDirectory, Path.GetRandomFileName()))
        : Directory.CreateTempSubdirectory("scriptgrid-scrape-");
}
