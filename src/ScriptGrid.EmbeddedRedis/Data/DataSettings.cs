namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The settings for values that CONFIG SET can change: the limits of the small encodings, and of the size of values.</summary>
internal sealed class DataSettings
{
    internal const long DefaultListPlainNodeBytes = 1L << 30;

    internal int HashMaxListpackEntries { get; set; } = 512;

    internal int HashMaxListpackValueBytes { get; set; } = 64;

    internal int SetMaxIntsetEntries { get; set; } = 512;

    internal int SortedSetMaxListpackEntries { get; set; } = 128;

    internal int SortedSetMaxListpackValueBytes { get; set; } = 64;

    /// <summary>The most elements in a node of a list in a payload; or the most bytes, where -1 to -5 mean 4 to 64 KiB.</summary>
    internal int ListMaxListpackSize { get; set; } = -2;

    /// <summary>The size in bytes from which an element of a list has its own node in a payload.</summary>
    internal long ListPlainNodeBytes { get; set; } = DefaultListPlainNodeBytes;

    internal int StreamNodeMaxBytes { get; set; } = 4096;

    internal int StreamNodeMaxEntries { get; set; } = 100;

    /// <summary>The most bytes of a HyperLogLog in sparse form. A larger one changes to the dense form.</summary>
    internal long HyperLogLogSparseBytes { get; set; } = 3000;

    /// <summary>Whether DUMP compresses strings.</summary>
    internal bool CompressesPayloads { get; set; } = true;

    internal long MaxBulkBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>The most bytes of a string: those of the setting, but no more than an array holds.</summary>
    internal long MaxStringBytes => Math.Min(MaxBulkBytes, Array.MaxLength);

    /// <summary>Whether expired keys are kept but invisible: while clients are paused, and on a replica.</summary>
    internal Func<bool> KeepsExpired { get; set; } = static () => false;

    /// <summary>Whether expired keys are removed in the background. On access they are always removed.</summary>
    internal bool ActiveExpire { get; set; } = true;
}
