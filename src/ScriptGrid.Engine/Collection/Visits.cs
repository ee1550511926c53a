using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Collectors of targets that are not configured, each for as long as somebody asks for it and some time longer. Those who ask for the same target share
/// its connection, the runs that are under way, its counters, and what the log was told of it.
/// </summary>
internal sealed class Visits(TimeProvider time)
{
    /// <summary>Longer than usual scrape intervals.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Of more than these none is kept that nobody asks for.</summary>
    private const int MaxKept = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<VisitKey, Visit> _visits = [];

    /// <summary>Asks a collector that others may be asking too.</summary>
    /// <param name="key">What those who share it have in common.</param>
    /// <param name="create">Makes it where there is none yet.</param>
    /// <param name="ask">Asks it.</param>
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

    /// <summary>Ends all of them.</summary>
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

    /// <summary>Ends a visit once nobody has asked for it for a while, or at once where too many are kept.</summary>
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

        /// <summary>How many ask for it now.</summary>
        public int Guests { get; set; }

        /// <summary>When the last of them left, as a timestamp.</summary>
        public long LastLeft { get; set; }

        /// <summary>Whether its end is waited for.</summary>
        public bool IsWatched { get; set; }
    }
}

/// <summary>Which collector serves those who ask for a target that has none of its own.</summary>
/// <param name="Target">The target's identity.</param>
/// <param name="Credentials">How to log in.</param>
/// <param name="Tls">How to speak TLS.</param>
/// <param name="Edition">Changes with the configuration.</param>
internal readonly record struct VisitKey(string Target, RedisCredentials? Credentials, TlsSettings? Tls, object Edition)
{
    /// <summary>What the configuration says of the target; null where it is not configured.</summary>
    public TargetSpec? Configured { get; init; }

    /// <summary>The arguments of the collectors for which keys were named; empty where none were.</summary>
    public string Arguments { get; init; } = "";
}
