using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Commands;

/// <summary>Flags of redis_exporter that set nothing here. Each says why, or what to do instead.</summary>
internal static class RedisExporterOnlyFlags
{
    private const string OwnMetrics = "the collector's own metrics are always on the page; leave them out by metric_relabel_configs";
    private const string NoConfig = "Redis lets no script call CONFIG; the page shows the settings that INFO reports";
    private const string NoClients = "Redis lets no script call CLIENT; the page shows the numbers of clients that INFO reports";
    private const string NoScripts = "such a server runs no scripts; remove it from the targets";
    private const string NoHttpDiscovery = "ScriptGrid has no /discover-cluster-nodes; let redis_cluster in the configuration file find the nodes, with addresses: hostname";

    public static readonly Flag[] All =
    [
        NotCollected("--check-search-indexes", "no collector asks search indexes; return FT.INFO's numbers from a script"),
        NotCollected("--include-search-indexes-metrics", "no collector asks search indexes; return FT.INFO's numbers from a script", FlagKind.Switch),
        NotCollected("--include-sentinel-peer-info", NoScripts, FlagKind.Switch),
        NotCollected("--is-tile38", NoScripts, FlagKind.Switch),
        NotCollected("--include-rdb-file-size-metric", "no script sees the server's files; have node_exporter watch the file", FlagKind.Switch),
        NotCollected("--include-config-metrics", NoConfig, FlagKind.Switch),
        NotCollected("--redact-config-metrics", NoConfig, FlagKind.Switch, on: true),
        NotCollected("--config-command", NoConfig),
        NotCollected("--export-client-list", NoClients, FlagKind.Switch),
        NotCollected("--export-client-port", NoClients, FlagKind.Switch),
        Unneeded("--include-system-metrics", ""),
        Unneeded("--exclude-latency-histogram-metrics", ""),
        Unneeded("--ping-on-connect", "", on: true),
        Unneeded("--redis-only-metrics", OwnMetrics),
        Unneeded("--include-go-runtime-metrics", "there is no Go runtime here; the page always has .NET's metrics, dotnet_*"),
        Unneeded("--cluster-discover-hostnames", NoHttpDiscovery),
    ];

    /// <summary>Returns the variable that redis_exporter reads for most of its flags. It shortens <c>include</c> to <c>incl</c> in all but one.</summary>
    public static string VariableOf(string name)
    {
        string words = name.TrimStart('-').ToUpperInvariant().Replace('-', '_');
        bool isShortened = words.StartsWith("INCLUDE_", StringComparison.Ordinal) && words != "INCLUDE_GO_RUNTIME_METRICS";
        return $"REDIS_EXPORTER_{(isShortened ? words.Replace("INCLUDE_", "INCL_", StringComparison.Ordinal) : words)}";
    }

    /// <summary>Makes a flag about something that ScriptGrid does not collect.</summary>
    private static Flag NotCollected(string name, string why, FlagKind kind = FlagKind.Text, bool on = false) =>
        Only(name, kind, $"it has no effect: {why}") with { IsOnByDefault = on };

    /// <summary>Makes a switch that changes nothing. If its note is empty, there is no warning when it is given.</summary>
    private static Flag Unneeded(string name, string note, bool on = false) => Only(name, FlagKind.Switch, note) with { IsOnByDefault = on };

    private static Flag Only(string name, FlagKind kind, string note) => new(name, Setting.Nothing)
    {
        Help = note,
        Kind = kind,
        Variable = VariableOf(name),
        Instead = "leave it out",
        Note = note,
    };
}
