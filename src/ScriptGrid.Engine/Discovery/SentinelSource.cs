using System.Collections.Immutable;
using System.Globalization;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// The masters that Sentinels watch, and their replicas. All Sentinels are queried at the same time. For each master the newest configuration
/// applies, so that a Sentinel that was cut off from the others does not bring back an old master. Sentinels that no longer know a master, or were
/// created anew, count configurations from 0 again, so an older one applies if most Sentinels report it.
/// </summary>
internal sealed class SentinelSource(SentinelSourceSettings settings, SourceTools tools) : IDiscoverySource
{
    private const string RoleLabel = "__meta_sentinel_role";
    private const string MasterLabel = "__meta_sentinel_master";

    /// <summary>The channel in which a Sentinel announces a new master.</summary>
    private const string Switched = "+switch-master";

    private readonly FailedServers _failed = new(settings.KeepFailed, tools.Time);
    private readonly Dictionary<string, WatchedMaster> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        (View? View, string Problem)[] answers = await Task.WhenAll(
            settings.Asked.Select(sentinel => RedisTalk.HaveAsync(sentinel, tools, AskAsync, cancellationToken))).ConfigureAwait(false);
        View[] views = [.. answers.Select(static answer => answer.View).OfType<View>()];
        if (views.Length == 0)
        {
            return SourceAnswer.Failed(string.Join("; ", answers.Select(static answer => answer.Problem).Take(3)));
        }

        string[] missing = Take([.. views.SelectMany(static view => view.Masters)]);
        string? problem = missing.Length == 0 ? null : $"no Sentinel that answers watches {string.Join(", ", missing)}";
        return new SourceAnswer(_known.Count == 0 && problem is not null ? null : Targets(), problem);
    }

    /// <inheritdoc/>
    public void Remember(ImmutableArray<FoundTarget> listed)
    {
        _failed.Remember([.. listed.Select(server => FoundServer.Of(server, RoleLabel, settings.Roles))]);
        foreach (IGrouping<string, FoundTarget> master in listed.GroupBy(static target => target.ValueOf(MasterLabel), StringComparer.Ordinal))
        {
            // Older than any epoch that a Sentinel reports.
            _known.TryAdd(master.Key, new WatchedMaster(master.Key, -1, [.. master.Select(server => FoundServer.Of(server, RoleLabel, settings.Roles, MasterLabel))]));
        }
    }

    /// <inheritdoc/>
    public Task ListenAsync(Action changed, CancellationToken cancellationToken) =>
        Task.WhenAll(settings.Asked.Select(sentinel => RedisTalk.ListenAsync(sentinel, tools, Switched, changed, cancellationToken)));

    /// <summary>Adopts the newest state of each master. Returns the configured masters that no Sentinel knows.</summary>
    private string[] Take(WatchedMaster[] masters)
    {
        Dictionary<string, WatchedMaster> newest = masters.GroupBy(static master => master.Name, StringComparer.Ordinal)
            .ToDictionary(static one => one.Key, static one => one.MaxBy(static master => master.Epoch)!, StringComparer.Ordinal);
        string[] missing = [.. settings.Masters.Where(name => !newest.ContainsKey(name))];
        foreach (string gone in _known.Keys.Except([.. newest.Keys, .. missing]).ToArray())
        {
            _known.Remove(gone);
        }

        foreach ((string name, WatchedMaster master) in newest)
        {
            bool isOutdated = _known.GetValueOrDefault(name) is { } before && before.Epoch > master.Epoch && !IsOfMajority(master, masters);
            _known[name] = isOutdated ? _known[name] : master;
        }

        return missing;
    }

    /// <summary>Whether most of the configured Sentinels report a master in this state.</summary>
    private bool IsOfMajority(WatchedMaster master, WatchedMaster[] reported)
    {
        int agreeing = reported.Count(other => other.Name == master.Name && other.Epoch == master.Epoch && other.Address == master.Address);
        return agreeing > settings.Asked.Length / 2;
    }

    private ImmutableArray<FoundTarget> Targets() =>
    [
        .. _failed.Keep([.. _known.Values.OrderBy(static master => master.Name, StringComparer.Ordinal).SelectMany(static master => master.Servers)])
            .Where(server => settings.Roles.Contains(server.Role))
            .DistinctBy(static server => server.Address)
            .Select(static server => server.ToTarget(RoleLabel)),
    ];

    private async Task<(View?, string)> AskAsync(RedisTalk talk)
    {
        (RedisReply? masters, Failure? failure) = await talk.AskAsync("SENTINEL", "MASTERS").ConfigureAwait(false);
        var watched = new List<WatchedMaster>();
        foreach (RedisReply master in masters?.Items ?? [])
        {
            string name = master.TextOf("name");
            if (!settings.Masters.IsEmpty && !settings.Masters.Contains(name))
            {
                continue;
            }

            (RedisReply? replicas, failure) = await ReplicasAsync(talk, name).ConfigureAwait(false);
            if (replicas is null)
            {
                break;
            }

            _ = long.TryParse(master.TextOf("config-epoch"), NumberStyles.None, CultureInfo.InvariantCulture, out long epoch);
            FoundServer[] servers = [Server(name, master, ServerRole.Master), .. replicas.Items.Select(replica => Server(name, replica, ServerRole.Replica))];
            watched.Add(new WatchedMaster(name, epoch, [.. servers.OrderBy(static server => server.Role).ThenBy(static server => server.Address, StringComparer.Ordinal)])
            {
                Address = servers[0].Address,
            });
        }

        return failure is null ? (new View([.. watched]), "") : (null, failure.Message);
    }

    /// <summary>Queries the replicas of a master. Before Redis 5 the subcommand was SLAVES.</summary>
    private static async Task<(RedisReply? Reply, Failure? Failure)> ReplicasAsync(RedisTalk talk, string master)
    {
        (RedisReply? replicas, Failure? failure) = await talk.AskAsync("SENTINEL", "REPLICAS", master).ConfigureAwait(false);
        return failure is { IsConnectionLost: false } ? await talk.AskAsync("SENTINEL", "SLAVES", master).ConfigureAwait(false) : (replicas, failure);
    }

    private static FoundServer Server(string master, RedisReply server, ServerRole role) => new(
        FoundServer.AddressOf(server.TextOf("ip"), server.TextOf("port"), isTls: false),
        role,
        HasFailed: server.TextOf("flags").Split(',').Any(static flag => flag is "s_down" or "o_down"),
        [new(MasterLabel, master)]);

    private sealed record View(ImmutableArray<WatchedMaster> Masters);

    private sealed record WatchedMaster(string Name, long Epoch, ImmutableArray<FoundServer> Servers)
    {
        /// <summary>The address of the master itself; empty if another process found it.</summary>
        public string Address { get; init; } = "";
    }
}
