namespace ScriptGrid.Commands;

/// <summary>Flags of redis_exporter that add optional parts to its page, or leave parts out. Shipped collectors implement them.</summary>
internal static class RedisExporterPageFlags
{
    private const string UseKeys = "use the collector keys";
    private const string UseStreams = "use the collector streams";
    private const string UseGroups = "use the collector key_groups";

    public static readonly Flag[] All =
    [
        Asks("--check-keys", UseKeys, "Keys to look at; patterns are looked for with a bounded SCAN.", "db0=mail:*,db1=jobs"),
        Asks("--check-single-keys", UseKeys, "Keys to look at, none of them a pattern.", "db0=mail,db1=jobs"),
        Asks("--count-keys", UseKeys, "Patterns whose keys are counted, with a bounded SCAN.", "db0=mail:*"),
        Asks("--check-streams", UseStreams, "Streams to look at; patterns are looked for with a bounded SCAN.", "db0=events:*"),
        Asks("--check-single-streams", UseStreams, "Streams to look at, none of them a pattern.", "db0=events"),
        Asks("--check-key-groups", UseGroups, "Lua patterns that assign keys to groups.", "patterns"),
        Asks("--check-keys-batch-size", "use max_scan of the collectors", "Keys per batch. A search goes through about ten batches; for key groups, through two.", "count") with { Default = "1000" },
        Asks("--max-distinct-key-groups", "use max_groups of the collector key_groups", "Maximum number of groups of keys.", "count") with { Default = "100" },
        Switch("--skip-checkkeys-for-role-master", "use on: replica of the collectors", "Look at keys and streams only on replicas."),
        Switch("--disable-exporting-key-values", "use values=no of the collector keys", "Leave the values of keys out."),
        Switch("--streams-exclude-consumer-metrics", "use consumers=no of the collector streams", "Leave the consumers of streams out."),
        Switch("--include-metrics-for-empty-databases", "use the argument of the collector info", "Show databases without keys, too.") with
        {
            IsOnByDefault = true,
            Turned = "false",
        },
        Switch("--include-modules-metrics", "use the collector modules", "Show the modules that are loaded, and what RediSearch reports."),
        Switch("--append-instance-role-label", "use role_label: instance_role", "Add the label instance_role to the series of a server.") with
        {
            Key = "global.role_label",
            Turned = "instance_role",
        },
    ];

    private static Flag Asks(string name, string instead, string help, string valueName) => new(name, KeyOf(name))
    {
        Help = help,
        ValueName = valueName,
        Variable = RedisExporterOnlyFlags.VariableOf(name),
        Instead = instead,
    };

    private static Flag Switch(string name, string instead, string help) => Asks(name, instead, help, "") with
    {
        Kind = FlagKind.Switch,
        ValueName = null,
    };

    private static string KeyOf(string name) => $"global.redis_exporter_page.{name.TrimStart('-').Replace('-', '_')}";
}
