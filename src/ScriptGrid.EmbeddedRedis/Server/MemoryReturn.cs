namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>
/// Returns memory to the machine when a busy time is over. Otherwise, the memory of large requests, replies and scripts would stay with the process.
/// </summary>
internal sealed class MemoryReturn
{
    /// <summary>How much must have been allocated before a collection is considered.</summary>
    private const long LargeBytes = 256L << 20;

    /// <summary>A tick is quiet if less than this was allocated since the last one.</summary>
    private const long QuietBytes = 1L << 20;

    private long _returnedAt;
    private long _lastTick;

    /// <summary>Call it on the executor thread at intervals. Collects and compacts if much was allocated and the thread is now quiet.</summary>
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
