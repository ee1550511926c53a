using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>The <c>global</c> section, overridden by flags and variables: defaults for every script and target.</summary>
internal sealed record GlobalSettings
{
    private const string RedisExporterTlsKey = "redis_exporter_tls";

    public TimeSpan Interval { get; init; } = Defaults.Interval;

    public TimeSpan Timeout { get; init; } = Defaults.Timeout;

    public TimeSpan? Expiry { get; init; }

    public TimeSpan MaxConnectionAge { get; init; } = Defaults.MaxConnectionAge;

    public ReadOnlyMode ReadOnly { get; init; }

    public double? MaxBusy { get; init; }

    public int MaxReplyBytes { get; init; } = Defaults.MaxReplyBytes;

    public int MaxSeries { get; init; } = Defaults.MaxSeries;

    public int? MaxFleetSeries { get; init; }

    public int? MaxPageSeries { get; init; }

    public LabelSet Labels { get; init; } = LabelSet.Empty;

    public string TargetLabel { get; init; } = Defaults.TargetLabel;

    public string? RoleLabel { get; init; }

    public string Namespace { get; init; } = Defaults.Namespace;

    public Shard Shard { get; init; } = Shard.Whole;

    public string? Username { get; init; }

    public Secret? Password { get; init; }

    public CredentialsFile? CredentialsFile { get; init; }

    public RedisExporterPasswords? RedisExporterPasswords { get; init; }

    public TlsSettings? Tls { get; init; }

    /// <summary>The lowest TLS version, for settings that name none. Unlike <see cref="Tls"/>, it does not turn TLS on.</summary>
    public TlsVersion? TlsMinVersion { get; init; }

    public Greeting Greeting { get; init; } = Greeting.Default;

    /// <summary>
    /// redis_exporter's TLS settings. Unlike <see cref="Tls"/>, they do not turn TLS on; they apply to <c>rediss://</c> targets without other
    /// settings.
    /// </summary>
    public TlsSettings RedissTls { get; init; } = new();

    public bool RedisExporterCompatible { get; init; }

    /// <summary>The shipped collectors that run on every target, as written.</summary>
    public ImmutableArray<ConfigurationNode> Collectors { get; init; } = [];

    /// <summary>In compatibility with redis_exporter, the collectors that produce its page without being configured.</summary>
    public ImmutableArray<ConfigurationNode> PageOfRedisExporter { get; init; } = [];

    /// <summary>In compatibility with redis_exporter, the collectors for which <c>/scrape</c> may name keys.</summary>
    public ImmutableArray<ConfigurationNode> AskableOfRedisExporter { get; init; } = [];

    public static GlobalSettings Read(Section section, SecretReader secrets)
    {
        var defaults = new GlobalSettings();
        bool compatible = section.Value("compat_redis_exporter", ValueKinds.Boolean) ?? false;
        string targetLabel = section.Text("target_label", ValueKinds.TargetLabel) ?? defaults.TargetLabel;
        string? roleLabel = LabelRules.ReadRole(section, targetLabel);
        ImmutableArray<ConfigurationNode> collectors = section.TextsAndSections(CollectorReader.Key) ?? [];
        RedisExporterPage page = RedisExporterPage.Read(section);
        TlsVersion? minVersion = section.Value("tls_min_version", ValueKinds.TlsVersion);
        var settings = new GlobalSettings
        {
            TlsMinVersion = minVersion,
            RedisExporterCompatible = compatible,
            Collectors = collectors,
            PageOfRedisExporter = compatible ? page.Collectors : [],
            AskableOfRedisExporter = compatible ? page.Askable : [],
            TargetLabel = targetLabel,
            RoleLabel = roleLabel,
            Interval = section.Value("interval", ValueKinds.Interval) ?? defaults.Interval,
            Timeout = section.Value("timeout", ValueKinds.Duration) ?? (compatible ? Defaults.RedisExporterTimeout : defaults.Timeout),
            Expiry = section.Value("expiry", ValueKinds.Duration),
            MaxConnectionAge = section.Value("max_connection_age", ValueKinds.Duration) ?? defaults.MaxConnectionAge,
            ReadOnly = section.Value("read_only", ValueKinds.ReadOnly) ?? (compatible ? ReadOnlyMode.Off : ReadOnlyMode.Prefer),
            MaxBusy = section.Value("max_busy", ValueKinds.Percentage),
            MaxReplyBytes = section.Value("max_reply_bytes", ValueKinds.Count) ?? defaults.MaxReplyBytes,
            MaxSeries = section.Value("max_series", ValueKinds.Count) ?? defaults.MaxSeries,
            MaxFleetSeries = section.Value("max_fleet_series", ValueKinds.Count),
            MaxPageSeries = section.Value("max_page_series", ValueKinds.Count),
            Labels = LabelRules.Read(section, targetLabel, roleLabel),
            Namespace = section.Text("namespace", ValueKinds.MetricPrefix) ?? defaults.Namespace,
            Shard = section.Value("shard", ValueKinds.Shard) ?? defaults.Shard,
            Username = section.Text("username") is { Length: > 0 } username ? username : null,
            Password = secrets.ReadPassword(section) is { IsNone: false } password ? password : null,
            CredentialsFile = CredentialsFile.Read(section),
            RedisExporterPasswords = RedisExporterPasswords.Read(section),
            Tls = TlsReader.AtLeast(TlsReader.Read(section), minVersion),
            Greeting = GreetingReader.Read(section, defaults.Greeting, compatible),
            RedissTls = TlsReader.AtLeast(TlsReader.ReadLenient(section, RedisExporterTlsKey) ?? defaults.RedissTls, minVersion)!,
        };
        RefuseUnlessCompatible(section, compatible, RedisExporterPasswords.Key, "password_file");
        RefuseUnlessCompatible(section, compatible, RedisExporterTlsKey, "tls");
        RefuseUnlessCompatible(section, compatible, RedisExporterPage.Key, CollectorReader.Key);

        return settings;
    }

    private static void RefuseUnlessCompatible(Section section, bool compatible, string key, string own)
    {
        if (!compatible && section.Has(key))
        {
            section.Error(key, section.PlaceOf(key), $"needs compat_redis_exporter: true; without it use {own}");
        }
    }
}
