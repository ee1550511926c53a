using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Commands;

/// <summary>Flags of redis_exporter that set nothing here: each says why, or what to do instead.</summary>
internal static class RedisExporterOnlyFlags
{
    private const string OwnTls = "ScriptGrid serves plain HTTP; put a reverse proxy that speaks TLS in front of it";
    private const string OwnLogin = "ScriptGrid asks nobody for a password; put a reverse proxy that does in front of it";
    private const string OwnMetrics = "the collector's own metrics are always on the page; leave them out by metric_relabel_configs";
    private const string NoHttpDiscovery = "ScriptGrid has no /discover-cluster-nodes; list the nodes as targets";

    public static readonly Flag[] All =
    [
        NotCollected("--check-keys", "sizes and values of keys"),
        NotCollected("--check-single-keys", "sizes and values of keys"),
        NotCollected("--check-keys-batch-size", "sizes and values of keys"),
        NotCollected("--skip-checkkeys-for-role-master", "sizes and values of keys", FlagKind.Switch),
        NotCollected("--disable-exporting-key-values", "sizes and values of keys", FlagKind.Switch),
        NotCollected("--is-cluster", "sizes and values of keys", FlagKind.Switch),
        NotCollected("--count-keys", "numbers of keys"),
        NotCollected("--check-key-groups", "key groups", instead: "contrib/key_groups.lua returns them"),
        NotCollected("--max-distinct-key-groups", "key groups", instead: "contrib/key_groups.lua returns them"),
        NotCollected("--check-streams", "streams"),
        NotCollected("--check-single-streams", "streams"),
        NotCollected("--streams-exclude-consumer-metrics", "streams", FlagKind.Switch),
        NotCollected("--check-search-indexes", "search indexes"),
        NotCollected("--include-search-indexes-metrics", "search indexes", FlagKind.Switch),
        NotCollected("--include-modules-metrics", "modules", FlagKind.Switch),
        NotCollected("--include-sentinel-peer-info", "Sentinels", FlagKind.Switch),
        NotCollected("--include-system-metrics", "INFO", FlagKind.Switch),
        NotCollected("--include-metrics-for-empty-databases", "INFO", FlagKind.Switch, on: true),
        NotCollected("--include-rdb-file-size-metric", "the RDB file", FlagKind.Switch),
        NotCollected("--include-config-metrics", "CONFIG", FlagKind.Switch),
        NotCollected("--redact-config-metrics", "CONFIG", FlagKind.Switch, on: true),
        NotCollected("--config-command", "CONFIG"),
        NotCollected("--exclude-latency-histogram-metrics", "latency", FlagKind.Switch),
        NotCollected("--export-client-list", "clients", FlagKind.Switch),
        NotCollected("--export-client-port", "clients", FlagKind.Switch),
        NotCollected("--is-tile38", "Tile38", FlagKind.Switch),
        NotCollected("--append-instance-role-label", "the role of a server", FlagKind.Switch),
        Unneeded("--ping-on-connect", "", on: true),
        Unneeded("--redis-only-metrics", OwnMetrics),
        Unneeded("--include-go-runtime-metrics", "there is no Go runtime here; dotnet_* tells of .NET's, and is always on the page"),
        Unneeded("--cluster-discover-hostnames", NoHttpDiscovery),
        Refused("--tls-server-cert-file", OwnTls),
        Refused("--tls-server-key-file", OwnTls),
        Refused("--tls-server-ca-cert-file", OwnTls),
        Refused("--tls-server-min-version", OwnTls),
        Refused("--basic-auth-username", OwnLogin),
        Refused("--basic-auth-password", OwnLogin),
        Refused("--basic-auth-hash-password", OwnLogin),
    ];

    /// <summary>The variable that redis_exporter reads for most of its flags; it shortens <c>include</c> in all but one.</summary>
    public static string VariableOf(string name)
    {
        string words = name.TrimStart('-').ToUpperInvariant().Replace('-', '_');
        bool isShortened = words.StartsWith("INCLUDE_", StringComparison.Ordinal) && words != "INCLUDE_GO_RUNTIME_METRICS";
        return $"REDIS_EXPORTER_{(isShortened ? words.Replace("INCLUDE_", "INCL_", StringComparison.Ordinal) : words)}";
    }

    /// <summary>A flag about metrics that ScriptGrid does not collect.</summary>
    private static Flag NotCollected(
        string name, string what, FlagKind kind = FlagKind.Text, bool on = false, string instead = "keep redis_exporter for them, or return them from a script") =>
        Only(name, kind, $"it has no effect: ScriptGrid has no metrics of {what}; {instead}") with { IsOnByDefault = on };

    /// <summary>A switch that changes nothing; without a note not even when it is given.</summary>
    private static Flag Unneeded(string name, string note, bool on = false) => Only(name, FlagKind.Switch, note) with { IsOnByDefault = on };

    private static Flag Refused(string name, string note) => Only(name, FlagKind.Text, note) with { IsRefused = true };

    private static Flag Only(string name, FlagKind kind, string note) => new(name, Setting.Nothing)
    {
        Help = note,
        Kind = kind,
        Variable = VariableOf(name),
        Instead = "leave it out",
        Note = note,
    };
}
