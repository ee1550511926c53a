using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Collectors of targets that have none of their own, each for as long as somebody asks for it. Those who ask at the same time share one, and
/// so its connection and the runs that are under way.
/// </summary>
internal sealed class Visits
{
    private readonly Lock _gate = new();
    private readonly Dictionary<VisitKey, Visit> _underWay = [];

    /// <summary>Asks a collector that others may be asking too.</summary>
    /// <param name="key">What those who share it have in common.</param>
    /// <param name="create">Makes it where nobody asks for it yet.</param>
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

    private Visit Enter(VisitKey key, Func<TargetCollector> create)
    {
        lock (_gate)
        {
            if (!_underWay.TryGetValue(key, out Visit? visit))
            {
                visit = new Visit(create());
                _underWay.Add(key, visit);
            }

            visit.Guests++;
            return visit;
        }
    }

    private void Leave(VisitKey key, Visit visit)
    {
        lock (_gate)
        {
            if (--visit.Guests > 0)
            {
                return;
            }

            _underWay.Remove(key);
        }

        visit.Collector.Dispose();
    }

    private sealed class Visit(TargetCollector collector)
    {
        public TargetCollector Collector { get; } = collector;

        public int Guests { get; set; }
    }
}

/// <summary>Which collector serves those who ask for a target that has none of its own.</summary>
/// <param name="Target">The target's identity.</param>
/// <param name="Credentials">How to log in.</param>
/// <param name="Tls">How to speak TLS.</param>
/// <param name="Edition">Changes with the configuration.</param>
internal readonly record struct VisitKey(string Target, RedisCredentials? Credentials, TlsSettings? Tls, object Edition);
