using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Settings;

/// <content>Parameters that are stored and shown but have no effect here.</content>
internal sealed partial class ServerSettings
{
    private static readonly (string Name, bool Value)[] Switches =
    [
        ("activerehashing", true),
        ("aof-load-truncated", true),
        ("aof-use-rdb-preamble", true),
        ("dynamic-hz", true),
        ("lazyfree-lazy-server-del", false),
        ("lazyfree-lazy-user-flush", false),
        ("no-appendfsync-on-rewrite", false),
        ("protected-mode", true),
        ("repl-diskless-sync", true),
        ("replica-lazy-flush", false),
        ("stop-writes-on-bgsave-error", true),
    ];

    private static readonly (string Name, long Value, long Min, long Max)[] Numbers =
    [
        ("active-expire-effort", 1, 1, 10),
        ("auto-aof-rewrite-percentage", 100, 0, int.MaxValue),
        ("list-compress-depth", 0, 0, int.MaxValue),
        ("maxmemory-eviction-tenacity", 10, 0, 100),
        ("repl-backlog-ttl", 3600, 0, long.MaxValue),
        ("repl-diskless-sync-delay", 5, 0, int.MaxValue),
        ("repl-timeout", 60, 1, int.MaxValue),
        ("replica-priority", 100, 0, int.MaxValue),
        ("tcp-keepalive", 300, 0, int.MaxValue),
    ];

    private static readonly (string Name, string Value)[] Fixed =
    [
        ("aclfile", ""),
        ("appenddirname", "appendonlydir"),
        ("appendfilename", "appendonly.aof"),
        ("cluster-enabled", "no"),
        ("daemonize", "no"),
        ("io-threads", "1"),
        ("logfile", ""),
        ("pidfile", ""),
        ("rdbchecksum", "yes"),
        ("replicaof", ""),
        ("slaveof", ""),
        ("tcp-backlog", "511"),
        ("unixsocket", ""),
    ];

    private void AddAccepted()
    {
        Add(new RefusedSetting(
            "activedefrag",
            "no",
            "Active defragmentation cannot be enabled: it requires a Redis server compiled with a modified Jemalloc like the one shipped by default with the Redis source distribution"));
        Add(new RefusedSetting("tls-port", "0", "Unable to update TLS configuration. Check server logs."));
        foreach ((string name, bool value) in Switches)
        {
            Add(new SwitchSetting(name, value));
        }

        foreach ((string name, long value, long min, long max) in Numbers)
        {
            Add(new NumberSetting(name, value, min, max));
        }

        Add(new NumberSetting("auto-aof-rewrite-min-size", 64L << 20, 0, long.MaxValue) { IsSize = true });
        Add(new NumberSetting("repl-backlog-size", 1L << 20, 1, long.MaxValue) { IsSize = true });

        foreach ((string name, string value) in Fixed)
        {
            Add(new TextSetting(name, value) { IsFixed = true });
        }

        Add(new TextSetting("dbfilename", "dump.rdb") { IsProtected = true });
        Add(new ChoiceSetting("appendfsync", "everysec", "everysec", "always", "no"));
        Add(new ChoiceSetting("loglevel", "notice", "debug", "verbose", "notice", "warning"));
        Add(new TextSetting("masterauth", ""));
        Add(new TextSetting("masteruser", ""));
        Add(new TextSetting("dir", "/"));
        Add(new TextSetting("save", "", static text => IsSavePoints(text) ? null : "Invalid save parameters"));
    }

    private static bool IsSavePoints(string text)
    {
        string[] words = text.Length == 0 ? [] : text.Split(' ');
        return words.Length % 2 == 0 && words.Index().All(static word => int.TryParse(CText.Of(word.Item), out int number) && number >= 1 - (word.Index % 2));
    }
}
