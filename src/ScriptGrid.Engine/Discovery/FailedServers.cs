using System.Collections.Immutable;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// Since when servers are said to have failed: they stay targets for a while, so that their outage is seen, and then go. The time is told with the target, so that
/// whoever asks the source next, in another silo or after a reload, goes on from there.
/// </summary>
internal sealed class FailedServers(TimeSpan keep, TimeProvider time)
{
    private Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);
    private HashSet<string>? _listed;

    /// <summary>Takes over what was listed before this process asked.</summary>
    public void Remember(ImmutableArray<FoundServer> listed)
    {
        _listed ??= [.. listed.Select(static server => server.Address)];
        foreach (FoundServer server in listed.Where(static server => server.HasFailed))
        {
            _since.TryAdd(server.Address, server.FailedSince ?? time.GetUtcNow());
        }
    }

    /// <summary>Those of the servers that are well, or have failed for but a short time.</summary>
    public IEnumerable<FoundServer> Keep(IReadOnlyCollection<FoundServer> servers)
    {
        DateTimeOffset now = time.GetUtcNow();
        var since = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (FoundServer server in servers.Where(static server => server.HasFailed))
        {
            // One that was no target any more when somebody else asked had failed for long.
            bool wasGone = _listed is not null && !_listed.Contains(server.Address);
            since[server.Address] = _since.GetValueOrDefault(server.Address, wasGone ? DateTimeOffset.MinValue : now);
        }

        (_since, _listed) = (since, null);
        return servers.Select(server => server.HasFailed ? server with { FailedSince = since[server.Address] } : server)
            .Where(server => server.FailedSince is not { } at || now - at < keep);
    }
}
