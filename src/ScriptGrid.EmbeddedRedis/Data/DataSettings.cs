namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>What CONFIG SET may change about values: up to where they keep their small encodings, and how large they may grow.</summary>
internal sealed class DataSettings
{
    internal const long DefaultListPlainNodeBytes = 1L << 30;

    internal int HashMaxListpackEntries { get; set; } = 512;

    internal int HashMaxListpackValueBytes { get; set; } = 64;

    internal int SetMaxIntsetEntries { get; set; } = 512;

    internal int SortedSetMaxListpackEntries { get; set; } = 128;

    internal int SortedSetMaxListpackValueBytes { get; set; } = 64;

    /// <summary>How many elements a node of a list takes in a payload; -1 to -5: 4 to 64 KiB.</summary>
    internal int ListMaxListpackSize { get; set; } = -2;

    /// <summary>From how many bytes on an element of a list has a node of its own in a payload.</summary>
    internal long ListPlainNodeBytes { get; set; } = DefaultListPlainNodeBytes;

    internal int StreamNodeMaxBytes { get; set; } = 4096;

    internal int StreamNodeMaxEntries { get; set; } = 100;

    /// <summary>How long a HyperLogLog is at most before each of its registers has bits of its own.</summary>
    internal long HyperLogLogSparseBytes { get; set; } = 3000;

    /// <summary>Whether DUMP compresses strings.</summary>
    internal bool CompressesPayloads { get; set; } = true;

    internal long MaxBulkBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Whether keys stay that have expired, out of sight: while clients are paused, and on a replica.</summary>
    internal Func<bool> KeepsExpired { get; set; } = static () => false;

    /// <summary>Whether keys are removed in the background once they expired; on access they always are.</summary>
    internal bool ActiveExpire { get; set; } = true;
}
