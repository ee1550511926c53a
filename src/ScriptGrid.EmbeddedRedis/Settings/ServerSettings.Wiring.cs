using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Settings;

/// <content>Parameters whose values are kept in other parts of the server.</content>
internal sealed partial class ServerSettings
{
    /// <summary>Adds the parameter that selects which keyspace notifications are sent.</summary>
    internal void AddKeyEvents(KeyEvents events) => Add(new ComputedSetting(
        "notify-keyspace-events",
        () => KeyEventLetters.Of(events.Enabled),
        text =>
        {
            bool parsed = KeyEventLetters.TryParse(text, out KeyEventKinds kinds);
            events.Enabled = parsed ? kinds : events.Enabled;
            return parsed ? null : KeyEventLetters.Problem;
        }));

    /// <summary>Adds whether replicas get UNLINK instead of DEL for keys that were evicted, that expired or that a command removed.</summary>
    internal void AddPropagation(Propagation propagation)
    {
        Add(new SwitchSetting("lazyfree-lazy-eviction", false, value => propagation.UnlinksEvicted = value));
        Add(new SwitchSetting("lazyfree-lazy-expire", false, value => propagation.UnlinksExpired = value));
        Add(new SwitchSetting("lazyfree-lazy-user-del", false, value => propagation.UnlinksTaken = value));
    }

    /// <summary>Adds how the use of keys is counted, and which keys are evicted when memory is short.</summary>
    internal void AddEviction(KeyUsage use, Eviction eviction)
    {
        Add(new NumberSetting("lfu-decay-time", use.DecayMinutes, 0, int.MaxValue, value => use.DecayMinutes = value));
        Add(new NumberSetting("lfu-log-factor", use.LogFactor, 0, int.MaxValue, value => use.LogFactor = value));
        Add(new NumberSetting("maxmemory-samples", eviction.Samples, 1, int.MaxValue, value => eviction.Samples = (int)value));
        MaxMemoryPolicy.Changed = policy =>
        {
            use.CountsFrequency = policy.EndsWith("-lfu", StringComparison.Ordinal);
            eviction.OnlyVolatile = policy.StartsWith("volatile-", StringComparison.Ordinal);
            eviction.Policy = policy.Split('-')[^1] switch
            {
                "lru" => EvictionPolicy.LeastRecentlyUsed,
                "lfu" => EvictionPolicy.LeastFrequentlyUsed,
                "random" => EvictionPolicy.Random,
                "ttl" => EvictionPolicy.NextToExpire,
                _ => EvictionPolicy.None,
            };
        };
    }

    /// <summary>Adds the limits of small encodings, also under their names before 7.0, and other parameters of the data.</summary>
    internal void AddData(DataSettings data)
    {
        Add(
            new NumberSetting("hash-max-listpack-entries", data.HashMaxListpackEntries, 0, long.MaxValue, value => data.HashMaxListpackEntries = ToInt(value)),
            "hash-max-ziplist-entries");
        Add(
            new NumberSetting("hash-max-listpack-value", data.HashMaxListpackValueBytes, 0, long.MaxValue, value => data.HashMaxListpackValueBytes = ToInt(value)) { IsSize = true },
            "hash-max-ziplist-value");
        Add(new NumberSetting("set-max-intset-entries", data.SetMaxIntsetEntries, 0, long.MaxValue, value => data.SetMaxIntsetEntries = ToInt(value)));
        Add(
            new NumberSetting(
                "zset-max-listpack-entries", data.SortedSetMaxListpackEntries, 0, long.MaxValue, value => data.SortedSetMaxListpackEntries = ToInt(value)),
            "zset-max-ziplist-entries");
        Add(
            new NumberSetting(
                "zset-max-listpack-value", data.SortedSetMaxListpackValueBytes, 0, long.MaxValue, value => data.SortedSetMaxListpackValueBytes = ToInt(value))
            {
                IsSize = true,
            },
            "zset-max-ziplist-value");
        Add(new NumberSetting("stream-node-max-bytes", data.StreamNodeMaxBytes, 0, long.MaxValue, value => data.StreamNodeMaxBytes = ToInt(value)) { IsSize = true });
        Add(new NumberSetting("stream-node-max-entries", data.StreamNodeMaxEntries, 0, long.MaxValue, value => data.StreamNodeMaxEntries = ToInt(value)));
        Add(new NumberSetting("list-max-listpack-size", data.ListMaxListpackSize, int.MinValue, int.MaxValue, value => data.ListMaxListpackSize = (int)value), "list-max-ziplist-size");
        Add(new NumberSetting("hll-sparse-max-bytes", data.HyperLogLogSparseBytes, 0, long.MaxValue, value => data.HyperLogLogSparseBytes = value) { IsSize = true });
        Add(new SwitchSetting("rdbcompression", data.CompressesPayloads, value => data.CompressesPayloads = value));
        Add(new NumberSetting("proto-max-bulk-len", data.MaxBulkBytes, 1L << 20, long.MaxValue, value => data.MaxBulkBytes = value) { IsSize = true });
    }

    /// <summary>Converts to int. A larger value is capped: no value can hold that much here, so the limits are equivalent.</summary>
    private static int ToInt(long value) => (int)Math.Min(value, int.MaxValue);
}
