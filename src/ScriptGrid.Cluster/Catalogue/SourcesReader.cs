using System.Collections.Immutable;
using System.Net;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>Makes groups with sources from the catalogue's content, with this silo's secrets.</summary>
/// <param name="own">This silo's own configuration, which may know secrets that have no file.</param>
/// <param name="passwords">Finds secrets.</param>
internal sealed class SourcesReader(ScriptGridConfiguration own, PasswordStore passwords)
{
    private static readonly string[] Kinds =
        [FileSourceSettings.Key, HttpSourceSettings.Key, DnsSourceSettings.Key, ClusterSourceSettings.Key, SentinelSourceSettings.Key];

    /// <summary>Returns what this version does not understand in a group, or null if all is well.</summary>
    public static string? ProblemOf(CatalogueTargetGroup group)
    {
        if (group.Sources.FirstOrDefault(static source => !Kinds.Contains(source.Kind) || source.Refresh <= TimeSpan.Zero) is { } strange)
        {
            return $"this version does not support the source {strange.Kind} of group {group.Name}, or its refresh interval";
        }

        if (group.Allow is { } allow && AllowList.Of(allow) is null)
        {
            return $"this version cannot parse {AllowList.Key} of group {group.Name}";
        }

        return group.Relabel?.FirstOrDefault(static rule => !Enum.IsDefined(rule.Action)) is null ? null : $"this version does not support a relabel rule of group {group.Name}";
    }

    /// <summary>Makes the group.</summary>
    /// <param name="group">The group in the catalogue.</param>
    /// <param name="targets">Those of its targets that the configuration lists.</param>
    /// <param name="scripts">The catalogue's scripts.</param>
    public TargetGroup Read(CatalogueTargetGroup group, ImmutableArray<TargetSpec> targets, ImmutableArray<ScriptSpec> scripts)
    {
        TargetGroup? known = own.Groups.FirstOrDefault(known => known.Name == group.Name);
        var global = new GlobalSettings
        {
            RedissTls = group.RedissTls ?? new TlsSettings(),
            RedisExporterPasswords = group.HasListedPasswords ? own.ScrapeTargets.Named : null,
        };
        var template = new TargetTemplate(global)
        {
            Group = group.Name,
            Username = group.Username,
            Password = passwords.Find(group.Password, known?.Template.WiderPassword, $"group {group.Name}"),
            CredentialsFile = passwords.Find(group.CredentialsFile),
            Tls = group.Tls,
            Greeting = group.Greeting ?? Greeting.Default,
            Labels = LabelSet.From(group.Labels),
            RoleLabel = group.RoleLabel,
            Scripts = [.. group.Scripts.Select(position => scripts[position])],
        };
        return new TargetGroup
        {
            Name = group.Name,
            Targets = targets,
            Template = template,
            Sources = [.. group.Sources.Select(source => Read(group, source, known, template))],
            Relabel = [.. (group.Relabel ?? []).Select(Read)],
            Allow = group.Allow is { } allow ? AllowList.Of(allow) : null,
        };
    }

    private SourceSettings Read(CatalogueTargetGroup group, CatalogueSource source, TargetGroup? known, TargetTemplate template)
    {
        SourceSettings? same = known?.Sources.FirstOrDefault(same => same.Kind == source.Kind);
        string key = SourcesWriter.KeyOf(group, source);
        string name = $"group {group.Name} ({source.Kind})";
        return source.Kind switch
        {
            FileSourceSettings.Key => new FileSourceSettings { Refresh = source.Refresh, SharedKey = key, Patterns = [.. source.Files ?? []] },
            HttpSourceSettings.Key => ReadHttp(source, same as HttpSourceSettings, key, name),
            DnsSourceSettings.Key => new DnsSourceSettings
            {
                Refresh = source.Refresh,
                SharedKey = key,
                Names = [.. source.Names ?? []],
                Type = source.RecordType ?? DnsRecordType.A,
                Port = source.Port ?? TargetAddress.DefaultPort,
                Servers = [.. (source.Servers ?? []).Select(IPEndPoint.Parse)],
            },
            ClusterSourceSettings.Key => new ClusterSourceSettings
            {
                Refresh = source.Refresh,
                SharedKey = key,
                Asked = [.. Servers(source).Select(template.Make)],
                Roles = [.. source.Roles ?? []],
                Addresses = source.Addresses ?? NodeAddress.Endpoint,
                KeepFailed = source.KeepFailed ?? RedisSourceSettings.DefaultKeepFailed,
            },
            _ => ReadSentinel(group, source, same as SentinelSourceSettings, key),
        };
    }

    private HttpSourceSettings ReadHttp(CatalogueSource source, HttpSourceSettings? same, string key, string name) => new()
    {
        Refresh = source.Refresh,
        SharedKey = key,
        Url = new Uri(source.Url ?? ""),
        Timeout = source.Timeout ?? HttpSourceSettings.DefaultTimeout,
        Username = source.Username,
        Password = passwords.Find(source.Password, same?.Password, name),
        BearerToken = passwords.Find(source.BearerToken, same?.BearerToken, name),
        Tls = source.Tls,
    };

    private SentinelSourceSettings ReadSentinel(CatalogueTargetGroup group, CatalogueSource source, SentinelSourceSettings? same, string key)
    {
        RedisCredentials? known = same?.Asked.FirstOrDefault()?.Credentials;
        Secret? password = passwords.Find(source.Password, known is null ? null : new Secret(known.Password, known.PasswordFile) { Command = known.PasswordCommand }, $"group {group.Name} ({source.Kind})");
        RedisCredentials? login = password?.Of(source.Username, group.Name);
        return new SentinelSourceSettings
        {
            Refresh = source.Refresh,
            SharedKey = key,
            Asked =
            [
                .. Servers(source).Select(uri => new TargetSpec
                {
                    Address = uri.Address, Credentials = login, Tls = source.Tls ?? (uri.IsTls ? source.RedissTls ?? new TlsSettings() : null), Scripts = [],
                }),
            ],
            Masters = [.. source.Masters ?? []],
            Roles = [.. source.Roles ?? []],
            KeepFailed = source.KeepFailed ?? RedisSourceSettings.DefaultKeepFailed,
        };
    }

    private static IEnumerable<RedisUri> Servers(CatalogueSource source) =>
        (source.Servers ?? []).Select(static server => RedisUri.Parse(server, out string problem) ?? throw new FormatException(problem));

    private static RelabelRule Read(CatalogueRelabelRule rule) => new()
    {
        Action = rule.Action,
        SourceLabels = [.. rule.SourceLabels],
        Separator = rule.Separator,
        Regex = RelabelRule.Compile(rule.Regex),
        TargetLabel = rule.TargetLabel,
        Replacement = rule.Replacement,
    };
}
