using System.Globalization;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Fleet;

/// <summary>Measures redis_exporter, as packaged by Debian: the cost of a scrape of one target with the same script.</summary>
internal static class RedisExporter
{
    private const string Program = "prometheus-redis-exporter";
    private const int WarmUpScrapes = 50;
    private const int Scrapes = 500;
    private const int Concurrency = 8;

    /// <summary>Returns the CPU seconds per scraped target; null if it is not installed.</summary>
    public static async Task<double?> CpuPerScrapeAsync(RedisFleet redis, CancellationToken cancellationToken)
    {
        if (ProgramRun.Find(Program) is not { } file)
        {
            Progress.Report($"{Program} is not installed, so nothing is compared with it");
            return null;
        }

        Progress.Report($"{Program}: {Scrapes:N0} scrapes");
        DirectoryInfo directory = Directory.CreateTempSubdirectory("scriptgrid-exporter-");
        try
        {
            string script = Path.Combine(directory.FullName, "queues.lua");
            await File.WriteAllTextAsync(script, FleetMeasurement.Script, cancellationToken);
            string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Find()}");
            await using ChildProcess exporter = await ChildProcess.StartAsync(
                file, ["-script", script, "-web.listen-address", address], "Providing metrics");
            using var client = new HttpClient { BaseAddress = new Uri($"http://{address}") };

            await ScrapeAsync(client, redis.Targets(WarmUpScrapes), cancellationToken);
            TimeSpan before = ProcessFigures.CpuTime(exporter.Id);
            await ScrapeAsync(client, redis.Targets(Scrapes), cancellationToken);
            return (ProcessFigures.CpuTime(exporter.Id) - before).TotalSeconds / Scrapes;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static Task ScrapeAsync(HttpClient client, IEnumerable<string> targets, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(targets, options, async (target, cancelled) =>
        {
            string page = await client.GetStringAsync($"/scrape?target={target}", cancelled);
            if (!page.Contains("redis_script_values{", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{Program} did not run the script on {target}.");
            }
        });
    }
}
