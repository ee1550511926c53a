namespace ScriptGrid.Engine.Discovery;

/// <summary>Since when servers are said to have failed: they stay targets for a while, so that their outage is seen, and then go.</summary>
internal sealed class FailedServers(TimeSpan keep, TimeProvider time)
{
    private Dictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <summary>Those of the servers that are well, or have failed for but a short time.</summary>
    public IEnumerable<FoundServer> Keep(IReadOnlyCollection<FoundServer> servers)
    {
        var since = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (FoundServer server in servers.Where(static server => server.HasFailed))
        {
            since[server.Address] = _since.GetValueOrDefault(server.Address, time.GetTimestamp());
        }

        _since = since;
        return servers.Where(server => !server.HasFailed || time.GetElapsedTime(since[server.Address]) < keep);
    }
}
