namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>The parameters that CONFIG GET shows and CONFIG SET changes: those that have an effect here, and those that tools ask for.</summary>
internal sealed partial class ServerSettings
{
    private readonly Dictionary<string, Setting> _byName = new(StringComparer.OrdinalIgnoreCase);

    internal ServerSettings()
    {
        MaxMemoryClients = new ClientMemorySetting(MaxMemory);
        AddHonoured();
        AddAccepted();
    }

    /// <summary>All parameters by name. A parameter with two names is present twice.</summary>
    internal IReadOnlyDictionary<string, Setting> All => _byName;

    /// <summary>Bytes of memory above which commands that may need memory are refused; 0 means no limit.</summary>
    internal NumberSetting MaxMemory { get; } = new("maxmemory", 0, 0, long.MaxValue) { IsSize = true };

    internal ChoiceSetting MaxMemoryPolicy { get; } = new(
        "maxmemory-policy",
        "noeviction",
        "volatile-lru",
        "volatile-lfu",
        "volatile-random",
        "volatile-ttl",
        "allkeys-lru",
        "allkeys-lfu",
        "allkeys-random",
        "noeviction");

    internal ClientMemorySetting MaxMemoryClients { get; }

    internal OutputLimitSetting OutputLimits { get; } = new();

    /// <summary>Bytes of not yet executed commands that a client may send before it is closed.</summary>
    internal NumberSetting QueryBufferLimit { get; } = new("client-query-buffer-limit", 1L << 30, 1L << 20, long.MaxValue) { IsSize = true };

    /// <summary>Milliseconds that a script may run before other clients get an error that it is running.</summary>
    internal NumberSetting BusyReplyThreshold { get; } = new("busy-reply-threshold", 5000, 0, long.MaxValue);

    internal NumberSetting MaxClients { get; } = new("maxclients", 10000, 1, uint.MaxValue);

    /// <summary>Seconds after which an idle client is closed; 0 for never.</summary>
    internal NumberSetting Timeout { get; } = new("timeout", 0, 0, int.MaxValue);

    internal NumberSetting MinReplicasToWrite { get; } = new("min-replicas-to-write", 0, 0, int.MaxValue);

    internal NumberSetting MinReplicasMaxLag { get; } = new("min-replicas-max-lag", 10, 0, int.MaxValue);

    /// <summary>Seconds between two pings to replicas.</summary>
    internal NumberSetting ReplicaPingPeriod { get; } = new("repl-ping-replica-period", 10, 1, int.MaxValue);

    internal SwitchSetting ReplicaServeStaleData { get; } = new("replica-serve-stale-data", true);

    internal SwitchSetting ReplicaReadOnly { get; } = new("replica-read-only", true);

    internal SwitchSetting AppendOnly { get; } = new("appendonly", false);

    /// <summary>Microseconds from which on a command is slow; negative if no command is.</summary>
    internal NumberSetting SlowLogThreshold { get; } = new("slowlog-log-slower-than", 10000, -1, long.MaxValue);

    internal NumberSetting SlowLogLength { get; } = new("slowlog-max-len", 128, 0, long.MaxValue);

    /// <summary>Milliseconds from which on LATENCY reports a delay; 0 if it reports none.</summary>
    internal NumberSetting LatencyThreshold { get; } = new("latency-monitor-threshold", 0, 0, long.MaxValue);

    /// <summary>Whether the durations of commands are kept for LATENCY HISTOGRAM and INFO.</summary>
    internal SwitchSetting LatencyTracking { get; } = new("latency-tracking", true);

    internal PercentilesSetting LatencyPercentiles { get; } = new();

    /// <summary>The most keys that are remembered for CLIENT TRACKING; 0 means no limit.</summary>
    internal NumberSetting TrackingTableMaxKeys { get; } = new("tracking-table-max-keys", 1_000_000, 0, long.MaxValue);

    internal NumberSetting AclLogLength { get; } = new("acllog-max-len", 128, 0, long.MaxValue);

    internal NumberSetting Frequency { get; } = new("hz", 10, 0, int.MaxValue) { Kept = static value => Math.Clamp(value, 1, 500) };

    /// <summary>Adds a parameter, under its name and its aliases.</summary>
    internal void Add(Setting setting, params string[] aliases)
    {
        foreach (string name in (string[])[setting.Name, .. aliases])
        {
            _byName.Add(name, setting);
        }
    }

    private void AddHonoured()
    {
        Add(MaxMemory);
        Add(MaxMemoryPolicy);
        Add(MaxMemoryClients);
        Add(OutputLimits);
        Add(QueryBufferLimit);
        Add(BusyReplyThreshold, "lua-time-limit");
        Add(MaxClients);
        Add(Timeout);
        Add(MinReplicasToWrite, "min-slaves-to-write");
        Add(MinReplicasMaxLag, "min-slaves-max-lag");
        Add(ReplicaPingPeriod, "repl-ping-slave-period");
        Add(ReplicaServeStaleData, "slave-serve-stale-data");
        Add(ReplicaReadOnly, "slave-read-only");
        Add(AppendOnly);
        Add(SlowLogThreshold);
        Add(SlowLogLength);
        Add(LatencyThreshold);
        Add(LatencyTracking);
        Add(LatencyPercentiles);
        Add(TrackingTableMaxKeys);
        Add(AclLogLength);
        Add(Frequency);
    }
}
