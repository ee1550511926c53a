using System.Collections.Immutable;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// Remembers since when servers are reported as failed. They stay targets for a while, so that their outage is visible, and are then removed. The
/// time is a label of the target, so that another silo, or this one after a reload, continues from it.
/// </summary>
internal sealed class FailedServers(TimeSpan keep, TimeProvider time)
{
    private Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);
    private HashSet<string>? _listed;

    /// <summary>Adopts what was listed before this process queried the source.</summary>
    public void Remember(ImmutableArray<FoundServer> listed)
    {
        _listed ??= [.. listed.Select(static server => server.Address)];
        foreach (FoundServer server in listed.Where(static server => server.HasFailed))
        {
            _since.TryAdd(server.Address, server.FailedSince ?? time.GetUtcNow());
        }
    }

    /// <summary>Returns the servers that are well or have failed only recently.</summary>
    public IEnumerable<FoundServer> Keep(IReadOnlyCollection<FoundServer> servers)
    {
        DateTimeOffset now = time.GetUtcNow();
        var since = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (FoundServer server in servers.Where(static server => server.HasFailed))
        {
            // A failed server that was not in the list taken over had failed long ago.
            bool wasGone = _listed is not null && !_listed.Contains(server.Address);
            since[server.Address] = _since.GetValueOrDefault(server.Address, wasGone ? DateTimeOffset.MinValue : now);
        }

        (_since, _listed) = (since, null);
        return servers.Select(server => server.HasFailed ? server with { FailedSince = since[server.Address] } : server)
            .Where(server => server.FailedSince is not { } at || now - at < keep);
    }
}
