using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads the sources <c>redis_cluster</c> and <c>sentinel</c>.</summary>
internal static class RedisSourceReader
{
    /// <summary>The key of the list of a cluster's seeds.</summary>
    public const string SeedsKey = "seeds";

    private const string SentinelsKey = "addresses";
    private const string MastersKey = "masters";
    private const string AllMasters = "all";
    private const int SentinelPort = 26379;

    private static readonly ValueKind<ServerRole> Role = ValueKinds.Choice(("master", ServerRole.Master), ("replica", ServerRole.Replica));

    private static readonly ValueKind<NodeAddress> Address =
        ValueKinds.Choice(("endpoint", NodeAddress.Endpoint), ("ip", NodeAddress.Ip), ("hostname", NodeAddress.HostName));

    /// <summary>Reads a cluster, whose nodes use the group's login. Its seeds are configured, so they get that login like any configured target.</summary>
    public static ClusterSourceSettings ReadCluster(Section section, TargetTemplate group) => new()
    {
        Asked = ReadServers(section, SeedsKey, TargetAddress.DefaultPort, group.Make),
        Roles = ReadRoles(section),
        Addresses = section.Value("addresses", Address) ?? NodeAddress.Endpoint,
        KeepFailed = section.Value("keep_failed", ValueKinds.Duration) ?? RedisSourceSettings.DefaultKeepFailed,
        Refresh = section.Value("refresh", ValueKinds.Interval) ?? RedisSourceSettings.DefaultRefresh,
    };

    /// <summary>Reads Sentinels, which have their own login.</summary>
    public static SentinelSourceSettings ReadSentinel(Section section, SecretReader secrets, TargetTemplate group)
    {
        string? username = section.Text("username") is { Length: > 0 } user ? user : null;
        Secret? password = secrets.ReadPassword(section);
        TlsSettings? tls = TlsReader.AtLeast(TlsReader.Read(section), group.TlsMinVersion);
        if (username is not null && password is not { IsNone: false })
        {
            section.Error("username", section.PlaceOf("username"), "it needs a password; add password_file");
        }

        RedisCredentials? login = password is { IsNone: false } given ? given.Of(username, group.Group) : null;
        return new SentinelSourceSettings
        {
            Asked = ReadServers(section, SentinelsKey, SentinelPort, uri => new TargetSpec
            {
                Address = uri.Address,
                Credentials = login,
                Tls = tls ?? (uri.IsTls ? new TlsSettings { MinVersion = group.TlsMinVersion } : null),
                Scripts = [],
            }),
            Masters = ReadMasters(section),
            Roles = ReadRoles(section),
            KeepFailed = section.Value("keep_failed", ValueKinds.Duration) ?? RedisSourceSettings.DefaultKeepFailed,
            Refresh = section.Value("refresh", ValueKinds.Interval) ?? RedisSourceSettings.DefaultRefresh,
        };
    }

    private static ImmutableArray<TargetSpec> ReadServers(Section section, string key, int defaultPort, Func<RedisUri, TargetSpec> make)
    {
        ImmutableArray<TextNode> servers = section.List(key) ?? [];
        if (servers.IsEmpty)
        {
            section.Problems.Error(section.Place, $"the source has no {key}; add {key}: [10.0.0.1:{defaultPort}]");
        }

        List<TargetSpec> read = [];
        foreach (TextNode server in servers)
        {
            RedisUri? uri = RedisUri.Parse(server.Text, out string problem, defaultPort);
            problem = uri is { Username: not null } or { Password: not null } ? $"\"{uri.Address}\" contains credentials; put them into username and password_file" : problem;
            if (uri is null || problem.Length > 0)
            {
                section.Error(key, server.Place, problem);
            }
            else
            {
                read.Add(make(uri));
            }
        }

        return [.. read];
    }

    private static ImmutableArray<ServerRole> ReadRoles(Section section)
    {
        ServerRole[] roles = [.. section.Values("roles", Role).Distinct()];
        if (section.Has("roles") && section.IsEmptyList("roles"))
        {
            section.Error("roles", section.PlaceOf("roles"), "without a role nothing becomes a target; name master, replica or both, or leave it out");
        }

        return section.Has("roles") ? [.. roles.Order()] : [ServerRole.Master, ServerRole.Replica];
    }

    private static ImmutableArray<string> ReadMasters(Section section)
    {
        ImmutableArray<TextNode> names = section.List(MastersKey) ?? [];
        if (section.Has(MastersKey) && names.IsEmpty)
        {
            section.Error(MastersKey, section.PlaceOf(MastersKey), $"name masters, or leave it out for all of them");
        }

        return names is [{ Text: AllMasters }] ? [] : [.. names.Select(static name => name.Text).Distinct(StringComparer.Ordinal)];
    }
}
