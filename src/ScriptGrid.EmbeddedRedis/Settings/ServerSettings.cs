namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>The parameters that CONFIG GET shows and CONFIG SET changes: those that do something here, and those that tools ask for.</summary>
internal sealed partial class ServerSettings
{
    private readonly Dictionary<string, Setting> _byName = new(StringComparer.OrdinalIgnoreCase);

    internal ServerSettings()
    {
        MaxMemoryClients = new ClientMemorySetting(MaxMemory);
        AddHonoured();
        AddAccepted();
    }

    /// <summary>By name; a parameter of two names is there twice.</summary>
    internal IReadOnlyDictionary<string, Setting> All => _byName;

    /// <summary>Above it commands that may need memory are refused; 0 is no limit.</summary>
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

    /// <summary>Bytes that a client may send ahead of what was carried out before it is closed.</summary>
    internal NumberSetting QueryBufferLimit { get; } = new("client-query-buffer-limit", 1L << 30, 1L << 20, long.MaxValue) { IsSize = true };

    /// <summary>Milliseconds after which other clients are told that a script runs.</summary>
    internal NumberSetting BusyReplyThreshold { get; } = new("busy-reply-threshold", 5000, 0, long.MaxValue);

    internal NumberSetting MaxClients { get; } = new("maxclients", 10000, 1, uint.MaxValue);

    /// <summary>Seconds after which an idle client is closed; 0 for never.</summary>
    internal NumberSetting Timeout { get; } = new("timeout", 0, 0, int.MaxValue);

    internal NumberSetting MinReplicasToWrite { get; } = new("min-replicas-to-write", 0, 0, int.MaxValue);

    internal NumberSetting MinReplicasMaxLag { get; } = new("min-replicas-max-lag", 10, 0, int.MaxValue);

    /// <summary>Seconds after which replicas hear something where there was nothing to tell.</summary>
    internal NumberSetting ReplicaPingPeriod { get; } = new("repl-ping-replica-period", 10, 1, int.MaxValue);

    internal SwitchSetting ReplicaServeStaleData { get; } = new("replica-serve-stale-data", true);

    internal SwitchSetting ReplicaReadOnly { get; } = new("replica-read-only", true);

    internal SwitchSetting AppendOnly { get; } = new("appendonly", false);

    /// <summary>Microseconds; negative: nothing is slow.</summary>
    internal NumberSetting SlowLogThreshold { get; } = new("slowlog-log-slower-than", 10000, -1, long.MaxValue);

    internal NumberSetting SlowLogLength { get; } = new("slowlog-max-len", 128, 0, long.MaxValue);

    /// <summary>Milliseconds from which on a delay is told by LATENCY; 0: none is.</summary>
    internal NumberSetting LatencyThreshold { get; } = new("latency-monitor-threshold", 0, 0, long.MaxValue);

    /// <summary>Whether the durations of commands are kept for LATENCY HISTOGRAM and INFO.</summary>
    internal SwitchSetting LatencyTracking { get; } = new("latency-tracking", true);

    internal PercentilesSetting LatencyPercentiles { get; } = new();

    /// <summary>How many keys are remembered for CLIENT TRACKING; 0 is no limit.</summary>
    internal NumberSetting TrackingTableMaxKeys { get; } = new("tracking-table-max-keys", 1_000_000, 0, long.MaxValue);

    internal NumberSetting AclLogLength { get; } = new("acllog-max-len", 128, 0, long.MaxValue);

    internal NumberSetting Frequency { get; } = new("hz", 10, 0, int.MaxValue) { Kept = static value => Math.Clamp(value, 1, 500) };

    /// <summary>Adds a parameter that the owner of what it changes has made.</summary>
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
