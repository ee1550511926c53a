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
/// <remarks>
/// No single Sentinel removes anything that others see: a master has the servers that any of them lists. While fewer than most Sentinels answer, a master that
/// no answer lists stays unless all that listed it answer, its servers stay, and none fails by what only these see.
/// </remarks>
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
        View?[] views = [.. answers.Select(static answer => answer.View)];
        IEnumerable<string> failures = answers.Select(static answer => answer.Problem).Where(static problem => problem.Length > 0).Take(3);
        if (views.All(static view => view is null))
        {
            return SourceAnswer.Failed(string.Join("; ", failures));
        }

        string[] missing = Take(views);
        string? problem = missing.Length == 0 ? null : string.Join("; ", failures.Prepend($"no Sentinel that answers watches {string.Join(", ", missing)}"));
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

    /// <summary>
    /// Adopts the newest state of each master, and forgets those that are no longer watched. Returns the masters that should be watched, and that no Sentinel
    /// lists.
    /// </summary>
    /// <param name="views">What each Sentinel lists; null for one that does not answer.</param>
    private string[] Take(View?[] views)
    {
        ILookup<string, Report> reports = views
            .SelectMany(static (view, sentinel) => view is null ? [] : view.Masters.Select(master => master with { Sentinel = sentinel }))
            .ToLookup(static report => report.Name, StringComparer.Ordinal);
        foreach (WatchedMaster gone in _known.Values.Where(known => !reports.Contains(known.Name) && IsGone(known, views)).ToArray())
        {
            _known.Remove(gone.Name);
        }

        bool isMajority = IsMajority(views.Count(static view => view is not null));
        foreach (IGrouping<string, Report> master in reports)
        {
            WatchedMaster? before = _known.GetValueOrDefault(master.Key);
            Report[] newest = Newest(master);
            bool isOutdated = before is not null && before.Epoch > newest[0].Epoch && !IsMajority(newest.Length);
            ImmutableArray<FoundServer> servers = isOutdated ? before!.Servers
                : isMajority || before is null || before.Epoch != newest[0].Epoch ? ServersIn(newest, isMajority)
                : Together(before.Servers, ServersIn(newest, isMajority));
            IEnumerable<int> silent = before?.Sentinels.Where(sentinel => views[sentinel] is null) ?? [];
            _known[master.Key] = new WatchedMaster(master.Key, isOutdated ? before!.Epoch : newest[0].Epoch, servers)
            {
                Sentinels = [.. master.Select(static report => report.Sentinel), .. silent],
            };
        }

        return [.. settings.Masters.Union(_known.Keys).Where(name => !reports.Contains(name))];
    }

    /// <summary>Whether a master that no answer lists is no longer to be collected: nobody asks for it, or all that listed it, or most Sentinels, answer.</summary>
    private bool IsGone(WatchedMaster known, View?[] views) => settings.Masters.IsEmpty
        ? (!known.Sentinels.IsEmpty && known.Sentinels.All(sentinel => views[sentinel] is not null)) || IsMajority(views.Count(static view => view is not null))
        : !settings.Masters.Contains(known.Name);

    private bool IsMajority(int sentinels) => sentinels > settings.Asked.Length / 2;

    /// <summary>Returns the reports with the newest configuration of a master. Of two addresses with one number, that which more Sentinels report applies.</summary>
    private static Report[] Newest(IEnumerable<Report> reports) =>
    [
        .. reports.GroupBy(static report => (report.Epoch, report.Servers[0].Server.Address))
            .OrderByDescending(static state => state.Key.Epoch)
            .ThenByDescending(static state => state.Count())
            .First(),
    ];

    /// <summary>
    /// Returns every server in these reports. One has failed if the Sentinels agreed that it is down (<c>o_down</c>, which there is for masters alone), or if
    /// most of those that list it cannot reach it (<c>s_down</c>) while most Sentinels answer.
    /// </summary>
    private static ImmutableArray<FoundServer> ServersIn(Report[] reports, bool isMajority) => InOrder(reports.SelectMany(static report => report.Servers)
        .GroupBy(static seen => seen.Server.Address, StringComparer.Ordinal)
        .Select(one => one.First().Server with
        {
            HasFailed = one.Any(static seen => seen.IsAgreed) || (isMajority && one.Count(static seen => seen.Server.HasFailed) > one.Count() / 2),
        }));

    /// <summary>Returns the servers that are found now, and those of before that are not.</summary>
    private static ImmutableArray<FoundServer> Together(ImmutableArray<FoundServer> before, ImmutableArray<FoundServer> now) =>
        InOrder(now.Concat(before.Where(server => now.All(found => found.Address != server.Address))));

    private static ImmutableArray<FoundServer> InOrder(IEnumerable<FoundServer> servers) =>
        [.. servers.OrderBy(static server => server.Role).ThenBy(static server => server.Address, StringComparer.Ordinal)];

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
        var watched = new List<Report>();
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
            watched.Add(new Report(name, epoch, [Server(name, master, ServerRole.Master), .. replicas.Items.Select(replica => Server(name, replica, ServerRole.Replica))]));
        }

        return failure is null ? (new View([.. watched]), "") : (null, failure.Message);
    }

    /// <summary>Queries the replicas of a master. Before Redis 5 the subcommand was SLAVES.</summary>
    private static async Task<(RedisReply? Reply, Failure? Failure)> ReplicasAsync(RedisTalk talk, string master)
    {
        (RedisReply? replicas, Failure? failure) = await talk.AskAsync("SENTINEL", "REPLICAS", master).ConfigureAwait(false);
        return failure is { IsConnectionLost: false } ? await talk.AskAsync("SENTINEL", "SLAVES", master).ConfigureAwait(false) : (replicas, failure);
    }

    private static SeenServer Server(string master, RedisReply server, ServerRole role)
    {
        string[] flags = server.TextOf("flags").Split(',');
        bool isAgreed = flags.Contains("o_down");
        string address = FoundServer.AddressOf(server.TextOf("ip"), server.TextOf("port"), isTls: false);
        return new SeenServer(new FoundServer(address, role, HasFailed: isAgreed || flags.Contains("s_down"), [new(MasterLabel, master)]), isAgreed);
    }

    /// <summary>What one Sentinel lists.</summary>
    private sealed record View(ImmutableArray<Report> Masters);

    /// <summary>One master as a Sentinel lists it. Its first server is the master itself.</summary>
    private sealed record Report(string Name, long Epoch, ImmutableArray<SeenServer> Servers)
    {
        /// <summary>The position of the Sentinel in the settings.</summary>
        public int Sentinel { get; init; }
    }

    /// <summary>One server as a Sentinel sees it.</summary>
    /// <param name="Server">The server. It has failed if this Sentinel considers it down.</param>
    /// <param name="IsAgreed">Whether the Sentinels agreed that it is down.</param>
    private sealed record SeenServer(FoundServer Server, bool IsAgreed);

    /// <summary>One master as it is known by now.</summary>
    private sealed record WatchedMaster(string Name, long Epoch, ImmutableArray<FoundServer> Servers)
    {
        /// <summary>The positions of the Sentinels whose last answer lists it; none if another process found it.</summary>
        public ImmutableArray<int> Sentinels { get; init; } = [];
    }
}
