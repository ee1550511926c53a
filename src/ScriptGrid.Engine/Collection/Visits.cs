using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Collectors outside the fleet: of targets that are not configured, and of requests that name keys. Each lives while requests use it and some time
/// longer. Requests for the same target share its connection, the runs under way, its counters, and what has been logged about it.
/// </summary>
internal sealed class Visits(TimeProvider time)
{
    /// <summary>How long an unused collector is kept. Longer than usual scrape intervals.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>If there are more collectors than this, unused ones are not kept.</summary>
    private const int MaxKept = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<VisitKey, Visit> _visits = [];

    /// <summary>Asks a collector that other requests may be using too.</summary>
    /// <param name="key">Identifies the collector; requests with equal keys share it.</param>
    /// <param name="create">Creates the collector if there is none yet.</param>
    /// <param name="ask">Asks the collector.</param>
    public async Task<ScrapeResult> AskAsync(VisitKey key, Func<TargetCollector> create, Func<TargetCollector, Task<ScrapeResult>> ask)
    {
        Visit visit = Enter(key, create);
        try
        {
            return await ask(visit.Collector).ConfigureAwait(false);
        }
        finally
        {
            Leave(key, visit);
        }
    }

    /// <summary>Ends all collectors.</summary>
    public void End()
    {
        lock (_gate)
        {
            foreach (Visit visit in _visits.Values)
            {
                visit.Collector.Dispose();
            }

            _visits.Clear();
        }
    }

    private Visit Enter(VisitKey key, Func<TargetCollector> create)
    {
        lock (_gate)
        {
            if (!_visits.TryGetValue(key, out Visit? visit))
            {
                visit = new Visit(create());
                _visits.Add(key, visit);
            }

            visit.Guests++;
            return visit;
        }
    }

    private void Leave(VisitKey key, Visit visit)
    {
        lock (_gate)
        {
            visit.Guests--;
            visit.LastLeft = time.GetTimestamp();
            if (!visit.IsWatched)
            {
                visit.IsWatched = true;
                _ = EndAsync(key, visit);
            }
        }
    }

    /// <summary>Ends a collector once it has been unused for a while, or as soon as it is unused if too many are kept.</summary>
    private async Task EndAsync(VisitKey key, Visit visit)
    {
        TimeSpan wait = TimeSpan.Zero;
        do
        {
            await Task.Delay(wait, time).ConfigureAwait(false);
            lock (_gate)
            {
                wait = visit.Guests > 0 ? Patience
                    : _visits.Count > MaxKept ? TimeSpan.Zero
                    : Patience - time.GetElapsedTime(visit.LastLeft);
                if (wait <= TimeSpan.Zero)
                {
                    _visits.Remove(key);
                }
            }
        }
        while (wait > TimeSpan.Zero);

        visit.Collector.Dispose();
    }

    private sealed class Visit(TargetCollector collector)
    {
        public TargetCollector Collector { get; } = collector;

        /// <summary>The number of requests that use it now.</summary>
        public int Guests { get; set; }

        /// <summary>When a request last ended, as a timestamp.</summary>
        public long LastLeft { get; set; }

        /// <summary>Whether <see cref="EndAsync"/> is waiting to end it.</summary>
        public bool IsWatched { get; set; }
    }
}

/// <summary>The key of a collector that serves requests outside the fleet.</summary>
/// <param name="Target">The target's identity.</param>
/// <param name="Credentials">The credentials of its connections.</param>
/// <param name="Tls">The TLS settings of its connections.</param>
/// <param name="Edition">An object that changes with the configuration.</param>
internal readonly record struct VisitKey(string Target, RedisCredentials? Credentials, TlsSettings? Tls, object Edition)
{
    /// <summary>The target as configured; null if it is not.</summary>
    public TargetSpec? Configured { get; init; }

    /// <summary>The arguments of the scripts for which the request names keys; empty if it names none.</summary>
    public string Arguments { get; init; } = "";
}
