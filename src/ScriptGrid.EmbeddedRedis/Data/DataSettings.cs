namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>What CONFIG SET may change about values: up to where they keep their small encodings, and how large they may grow.</summary>
internal sealed class DataSettings
{
    internal int HashMaxListpackEntries { get; set; } = 512;

    internal int HashMaxListpackValueBytes { get; set; } = 64;

    internal int SetMaxIntsetEntries { get; set; } = 512;

    internal int SortedSetMaxListpackEntries { get; set; } = 128;

    internal int SortedSetMaxListpackValueBytes { get; set; } = 64;

    internal int StreamNodeMaxBytes { get; set; } = 4096;

    internal int StreamNodeMaxEntries { get; set; } = 100;

    /// <summary>How long a HyperLogLog is at most before each of its registers has bits of its own.</summary>
    internal long HyperLogLogSparseBytes { get; set; } = 3000;

    internal long MaxBulkBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Whether keys are removed in the background once they expired; on access they always are.</summary>
    internal bool ActiveExpire { get; set; } = true;
}
