namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>An estimate of the memory that Redis would need for the same data.</summary>
internal sealed class MemoryUse(Keyspace keyspace)
{
    /// <summary>The memory that an empty Redis takes.</summary>
    internal const long EmptyBytes = 900 * 1024;

    private long _peakBytes;

    internal long UsedBytes => EmptyBytes + keyspace.MemoryBytes;

    /// <summary>The highest use seen so far.</summary>
    internal long PeakBytes
    {
        get
        {
            NotePeak();
            return _peakBytes;
        }
    }

    /// <summary>Updates the peak from the current use. The server must call it regularly.</summary>
    internal void NotePeak() => _peakBytes = Math.Max(_peakBytes, UsedBytes);
}
