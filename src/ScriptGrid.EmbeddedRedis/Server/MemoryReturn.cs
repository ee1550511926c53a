namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Gives memory back to the machine once a busy time is over: what large requests, replies and scripts took would else stay with the process.</summary>
internal sealed class MemoryReturn
{
    /// <summary>What may have been allocated before it is worth looking.</summary>
    private const long LargeBytes = 256L << 20;

    /// <summary>What a quiet tick may allocate.</summary>
    private const long QuietBytes = 1L << 20;

    private long _returnedAt;
    private long _lastTick;

    /// <summary>To be called on the executor thread every now and then: collects and compacts when much was allocated and the thread has come to rest.</summary>
    internal void Tick()
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        bool isQuiet = allocated - _lastTick < QuietBytes;
        _lastTick = allocated;
        if (isQuiet && allocated - _returnedAt > LargeBytes)
        {
            _returnedAt = allocated;
            if (GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes > LargeBytes)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
    }
}
