namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>About what Redis would need for the same data.</summary>
internal sealed class MemoryUse(Keyspace keyspace)
{
    /// <summary>What an empty Redis takes.</summary>
    internal const long EmptyBytes = 900 * 1024;

    private long _peakBytes;

    internal long UsedBytes => EmptyBytes + keyspace.MemoryBytes;

    /// <summary>The most that was seen so far.</summary>
    internal long PeakBytes
    {
        get
        {
            NotePeak();
            return _peakBytes;
        }
    }

    /// <summary>Looks whether there is more now than ever before; to be called every now and then.</summary>
    internal void NotePeak() => _peakBytes = Math.Max(_peakBytes, UsedBytes);
}
