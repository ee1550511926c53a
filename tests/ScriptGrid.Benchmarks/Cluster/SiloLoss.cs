using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Cluster;

/// <summary>The loss of one of several silos, while every survivor is scraped continuously.</summary>
/// <param name="Targets">The number of targets of the cluster.</param>
/// <param name="UntilLast">The time from SIGKILL until the last target has run again.</param>
/// <param name="Scrapes">The number of scrapes in this time.</param>
/// <param name="Failed">How many of them failed.</param>
internal sealed record SiloLoss(int Targets, TimeSpan UntilLast, int Scrapes, int Failed)
{
    private const string LastSuccess = "redis_script_last_success_timestamp_seconds{";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts the silos, kills one, waits for the last target and stops the others.</summary>
    public static async Task<SiloLoss> TakeAsync(ScriptGridSetup setup, int silos, CancellationToken cancellationToken)
    {
        await using SiloGroup group = await SiloGroup.StartAsync(setup, silos, cancellationToken);
        await Task.Delay(Calm, cancellationToken);
        Progress.Report($"{silos} silos, {setup.Targets:N0} targets: SIGKILL of one");
        ScriptGridProcess[] survivors = [.. group.Silos.Skip(1)];
        TimeSpan killed = DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch;
        await group.Silos[0].KillAsync();

        var watch = new Watch(killed);
        using var expired = new CancellationTokenSource(Limit);
        while (watch.FirstRuns.Count < setup.Targets && !expired.IsCancellationRequested)
        {
            await Task.WhenAll(survivors.Select(silo => watch.ScrapeAsync(silo, cancellationToken)));
            await Task.Delay(Pause, cancellationToken);
        }

        return watch.FirstRuns.Count == setup.Targets
            ? new SiloLoss(setup.Targets, watch.FirstRuns.Values.Max() - killed, watch.Scrapes, watch.Failed)
            : throw new InvalidOperationException($"{setup.Targets - watch.FirstRuns.Count} targets never ran again.");
    }

    /// <summary>
    /// Finds each target's first run after a given time, by the dates on the survivors' pages. The dates change once a second, and are read more often.
    /// </summary>
    private sealed class Watch(TimeSpan since)
    {
        private readonly Lock _gate = new();

        public Dictionary<string, TimeSpan> FirstRuns { get; } = [];

        public int Scrapes { get; private set; }

        public int Failed { get; private set; }

        public async Task ScrapeAsync(ScriptGridProcess silo, CancellationToken cancellationToken)
        {
            MetricsPage? page = await ReadAsync(silo, cancellationToken);
            lock (_gate)
            {
                Scrapes++;
                Failed += page is null ? 1 : 0;
                foreach ((string target, double date) in page?.Series ?? new Dictionary<string, double>())
                {
                    TimeSpan run = TimeSpan.FromSeconds(date);
                    if (run > since && (!FirstRuns.TryGetValue(target, out TimeSpan known) || run < known))
                    {
                        FirstRuns[target] = run;
                    }
                }
            }
        }

        private static async Task<MetricsPage?> ReadAsync(ScriptGridProcess silo, CancellationToken cancellationToken)
        {
            try
            {
                return await silo.ReadMetricsAsync(cancellationToken, LastSuccess);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException)
            {
                return null;
            }
        }
    }
}
