namespace ScriptGrid.EmbeddedRedis.Settings;

/// <content>Parameters that are stored and shown and change nothing here.</content>
internal sealed partial class ServerSettings
{
    private static readonly (string Name, bool Value)[] Switches =
    [
        ("activedefrag", false),
        ("activerehashing", true),
        ("aof-load-truncated", true),
        ("aof-use-rdb-preamble", true),
        ("dynamic-hz", true),
        ("latency-tracking", true),
        ("lazyfree-lazy-eviction", false),
        ("lazyfree-lazy-expire", false),
        ("lazyfree-lazy-server-del", false),
        ("lazyfree-lazy-user-del", false),
        ("lazyfree-lazy-user-flush", false),
        ("no-appendfsync-on-rewrite", false),
        ("protected-mode", true),
        ("rdbchecksum", true),
        ("rdbcompression", true),
        ("repl-diskless-sync", true),
        ("replica-lazy-flush", false),
        ("stop-writes-on-bgsave-error", true),
    ];

    private static readonly (string Name, long Value, bool IsSize)[] Numbers =
    [
        ("active-expire-effort", 1, false),
        ("auto-aof-rewrite-min-size", 64L << 20, true),
        ("auto-aof-rewrite-percentage", 100, false),
        ("client-query-buffer-limit", 1L << 30, true),
        ("latency-monitor-threshold", 0, false),
        ("lfu-decay-time", 1, false),
        ("lfu-log-factor", 10, false),
        ("list-compress-depth", 0, false),
        ("maxmemory-clients", 0, true),
        ("maxmemory-eviction-tenacity", 10, false),
        ("maxmemory-samples", 5, false),
        ("repl-backlog-size", 1L << 20, true),
        ("repl-backlog-ttl", 3600, false),
        ("repl-ping-replica-period", 10, false),
        ("repl-timeout", 60, false),
        ("replica-priority", 100, false),
        ("tcp-keepalive", 300, false),
        ("tracking-table-max-keys", 1_000_000, false),
    ];

    private static readonly (string Name, string Value)[] Fixed =
    [
        ("aclfile", ""),
        ("appenddirname", "appendonlydir"),
        ("appendfilename", "appendonly.aof"),
        ("cluster-enabled", "no"),
        ("daemonize", "no"),
        ("databases", "16"),
        ("dbfilename", "dump.rdb"),
        ("io-threads", "1"),
        ("logfile", ""),
        ("pidfile", ""),
        ("replicaof", ""),
        ("slaveof", ""),
        ("tcp-backlog", "511"),
        ("tls-port", "0"),
        ("unixsocket", ""),
    ];

    private void AddAccepted()
    {
        foreach ((string name, bool value) in Switches)
        {
            Add(new SwitchSetting(name, value));
        }

        foreach ((string name, long value, bool isSize) in Numbers)
        {
            Add(new NumberSetting(name, value, 0, isSize ? long.MaxValue : int.MaxValue) { IsSize = isSize });
        }

        foreach ((string name, string value) in Fixed)
        {
            Add(new TextSetting(name, value) { IsFixed = true });
        }

        Add(new ChoiceSetting("appendfsync", "everysec", "everysec", "always", "no"));
        Add(new ChoiceSetting("loglevel", "notice", "debug", "verbose", "notice", "warning"));
        Add(new ChoiceSetting("acl-pubsub-default", "resetchannels", "allchannels", "resetchannels"));
        Add(new TextSetting("client-output-buffer-limit", "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60"));
        Add(new TextSetting("latency-tracking-info-percentiles", "50 99 99.9"));
        Add(new TextSetting("masterauth", ""));
        Add(new TextSetting("masteruser", ""));
        Add(new TextSetting("dir", "/"));
        Add(new TextSetting("save", "", static text => IsSavePoints(text) ? null : "Invalid save parameters"));
    }

    private static bool IsSavePoints(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length % 2 == 0 && words.All(static word => int.TryParse(word, out int number) && number >= 0);
    }
}
