using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>Writes groups that have sources into the catalogue, without their secrets.</summary>
internal static class SourcesWriter
{
    private const int KeyBytes = 8;

    /// <summary>Returns every group if at least one has a source, since the order of groups matters; null if none has.</summary>
    public static CatalogueTargetGroup[]? Write(ImmutableArray<TargetGroup> groups, Dictionary<ScriptSpec, int> positions) =>
        groups.All(static group => group.Sources.IsEmpty) ? null : [.. groups.Select(group => Write(group, positions))];

    /// <summary>
    /// Returns the key that identifies a source of a group. The same settings give the same key on every silo, no matter which secrets the silo knows.
    /// </summary>
    public static string KeyOf(CatalogueTargetGroup group, CatalogueSource source)
    {
        // Settings that only matter after targets are found do not enter the key: each silo applies them itself.
        CatalogueTargetGroup asked = group with { Targets = 0, Scripts = [], Labels = [], RoleLabel = null, Relabel = null, Sources = [source] };
        return $"{group.Name}/{source.Kind}/{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked)).AsSpan(0, KeyBytes))}";
    }

    private static CatalogueTargetGroup Write(TargetGroup group, Dictionary<ScriptSpec, int> positions)
    {
        if (group.Sources.IsEmpty)
        {
            return new CatalogueTargetGroup { Name = group.Name, Targets = group.Targets.Length };
        }

        TargetTemplate template = group.Template;
        return new CatalogueTargetGroup
        {
            Name = group.Name,
            Targets = group.Targets.Length,
            Scripts = [.. template.Scripts.Select(script => positions[script])],
            Labels = CatalogueWriter.ToDictionary(template.Labels),
            RoleLabel = template.RoleLabel,
            Username = template.WiderUsername,
            Password = Write(template.WiderPassword),
            CredentialsFile = template.CredentialsFile?.Path,
            HasListedPasswords = template.HasListedPasswords,
            Tls = template.Tls,
            RedissTls = template.Tls is not null || template.FoundTls == new TlsSettings() ? null : template.FoundTls,
            Greeting = template.Greeting == Greeting.Default ? null : template.Greeting,
            Sources = [.. group.Sources.Select(Write)],
            Relabel = group.Relabel.IsEmpty ? null : [.. group.Relabel.Select(Write)],
            Allow = group.Allow is { } allow ? [.. allow.Entries] : null,
        };
    }

    private static CatalogueSource Write(SourceSettings source)
    {
        var common = new CatalogueSource { Kind = source.Kind, Refresh = source.Refresh };
        return source switch
        {
            FileSourceSettings files => common with { Files = [.. files.Patterns] },
            HttpSourceSettings http => common with
            {
                Url = http.Url.AbsoluteUri,
                Timeout = http.Timeout,
                Username = http.Username,
                Password = Write(http.Password),
                BearerToken = Write(http.BearerToken),
                Tls = http.Tls,
            },
            DnsSourceSettings dns => common with
            {
                Names = [.. dns.Names],
                RecordType = dns.Type,
                Port = dns.Port,
                Servers = [.. dns.Servers.Select(static server => server.ToString())],
            },
            ClusterSourceSettings cluster => WriteRedis(common, cluster) with { Addresses = cluster.Addresses },
            SentinelSourceSettings sentinel => WriteSentinel(WriteRedis(common, sentinel), sentinel),
            _ => throw new ArgumentException($"{source.Kind} is no source.", nameof(source)),
        };
    }

    private static CatalogueSource WriteRedis(CatalogueSource common, RedisSourceSettings redis) => common with
    {
        Servers = [.. redis.Asked.Select(static server => server.Tls is null || server.Address.IsUnixSocket ? RedisUri.Write(server.Address) : $"rediss://{server.Address.Id}")],
        Roles = [.. redis.Roles],
        KeepFailed = redis.KeepFailed,
    };

    /// <summary>Adds the login and TLS of Sentinels, which have their own. The nodes of a cluster use the login of their group.</summary>
    private static CatalogueSource WriteSentinel(CatalogueSource common, SentinelSourceSettings sentinel)
    {
        RedisCredentials? login = sentinel.Asked.FirstOrDefault()?.Credentials;
        TlsSettings?[] tls = [.. sentinel.Asked.Select(static server => server.Tls).Distinct()];
        return common with
        {
            Masters = [.. sentinel.Masters],
            Username = login?.Username,
            Password = login is null ? null : Write(login.PasswordFile, login.PasswordCommand),
            Tls = tls is [{ } ofAll] ? ofAll : null,
            RedissTls = tls.Length == 1 ? null : tls.FirstOrDefault(static settings => settings is not null && settings != new TlsSettings()),
        };
    }

    private static CatalogueRelabelRule Write(RelabelRule rule) => new()
    {
        Action = rule.Action,
        SourceLabels = [.. rule.SourceLabels],
        Separator = rule.Separator,
        Regex = rule.Regex.ToString(),
        TargetLabel = rule.TargetLabel,
        Replacement = rule.Replacement,
    };

    private static CatalogueSecret? Write(Secret? secret) => secret is { IsNone: false } given ? Write(given.File, given.Command) : null;

    private static CatalogueSecret Write(string? file, PasswordCommand? command) =>
        new() { File = file, Command = command is null ? null : [.. command.Arguments], Ttl = command?.Ttl };
}
