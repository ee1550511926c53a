using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Settings;

/// <content>Parameters whose values live elsewhere in the server.</content>
internal sealed partial class ServerSettings
{
    /// <summary>Adds the limits of small encodings, under their names of before 7.0 too.</summary>
    internal void AddData(DataSettings data)
    {
        Add(
            new NumberSetting("hash-max-listpack-entries", data.HashMaxListpackEntries, 0, int.MaxValue, value => data.HashMaxListpackEntries = (int)value),
            "hash-max-ziplist-entries");
        Add(
            new NumberSetting("hash-max-listpack-value", data.HashMaxListpackValueBytes, 0, int.MaxValue, value => data.HashMaxListpackValueBytes = (int)value),
            "hash-max-ziplist-value");
        Add(new NumberSetting("set-max-intset-entries", data.SetMaxIntsetEntries, 0, int.MaxValue, value => data.SetMaxIntsetEntries = (int)value));
        Add(
            new NumberSetting(
                "zset-max-listpack-entries", data.SortedSetMaxListpackEntries, 0, int.MaxValue, value => data.SortedSetMaxListpackEntries = (int)value),
            "zset-max-ziplist-entries");
        Add(
            new NumberSetting(
                "zset-max-listpack-value", data.SortedSetMaxListpackValueBytes, 0, int.MaxValue, value => data.SortedSetMaxListpackValueBytes = (int)value),
            "zset-max-ziplist-value");
        Add(new NumberSetting("stream-node-max-bytes", data.StreamNodeMaxBytes, 0, int.MaxValue, value => data.StreamNodeMaxBytes = (int)value));
        Add(new NumberSetting("stream-node-max-entries", data.StreamNodeMaxEntries, 0, int.MaxValue, value => data.StreamNodeMaxEntries = (int)value));
        Add(new NumberSetting("list-max-listpack-size", -2, int.MinValue, int.MaxValue), "list-max-ziplist-size");
        Add(new NumberSetting("hll-sparse-max-bytes", data.HyperLogLogSparseBytes, 0, int.MaxValue, value => data.HyperLogLogSparseBytes = value) { IsSize = true });
        Add(new NumberSetting("proto-max-bulk-len", data.MaxBulkBytes, 1L << 20, long.MaxValue, value => data.MaxBulkBytes = value) { IsSize = true });
    }
}
