namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>The parameters that CONFIG GET shows and CONFIG SET changes: those that do something here, and those that tools ask for.</summary>
internal sealed partial class ServerSettings
{
    private readonly SortedDictionary<string, Setting> _byName = new(StringComparer.OrdinalIgnoreCase);

    internal ServerSettings()
    {
        AddHonoured();
        AddAccepted();
    }

    /// <summary>By name; a parameter of two names is there twice.</summary>
    internal IReadOnlyDictionary<string, Setting> All => _byName;

    /// <summary>Above it commands that may need memory are refused; 0 is no limit. Nothing is evicted.</summary>
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

    /// <summary>Milliseconds after which other clients are told that a script runs.</summary>
    internal NumberSetting BusyReplyThreshold { get; } = new("busy-reply-threshold", 5000, 0, long.MaxValue);

    internal NumberSetting MaxClients { get; } = new("maxclients", 10000, 1, uint.MaxValue);

    /// <summary>Seconds after which an idle client is closed; 0 for never.</summary>
    internal NumberSetting Timeout { get; } = new("timeout", 0, 0, int.MaxValue);

    internal NumberSetting MinReplicasToWrite { get; } = new("min-replicas-to-write", 0, 0, int.MaxValue);

    internal NumberSetting MinReplicasMaxLag { get; } = new("min-replicas-max-lag", 10, 0, int.MaxValue);

    internal SwitchSetting ReplicaServeStaleData { get; } = new("replica-serve-stale-data", true);

    internal SwitchSetting ReplicaReadOnly { get; } = new("replica-read-only", true);

    internal SwitchSetting AppendOnly { get; } = new("appendonly", false);

    /// <summary>Microseconds; negative: nothing is slow.</summary>
    internal NumberSetting SlowLogThreshold { get; } = new("slowlog-log-slower-than", 10000, -1, long.MaxValue);

    internal NumberSetting SlowLogLength { get; } = new("slowlog-max-len", 128, 0, long.MaxValue);

    internal NumberSetting AclLogLength { get; } = new("acllog-max-len", 128, 0, long.MaxValue);

    internal NumberSetting Frequency { get; } = new("hz", 10, 0, int.MaxValue);

    /// <summary>Which events of keys are published.</summary>
    internal TextSetting KeyspaceEvents { get; } = new("notify-keyspace-events", "", KeyspaceEventClasses.Problem);

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
        Add(BusyReplyThreshold, "lua-time-limit");
        Add(MaxClients);
        Add(Timeout);
        Add(MinReplicasToWrite, "min-slaves-to-write");
        Add(MinReplicasMaxLag, "min-slaves-max-lag");
        Add(ReplicaServeStaleData, "slave-serve-stale-data");
        Add(ReplicaReadOnly, "slave-read-only");
        Add(AppendOnly);
        Add(SlowLogThreshold);
        Add(SlowLogLength);
        Add(AclLogLength);
        Add(Frequency);
        Add(KeyspaceEvents);
    }
}
