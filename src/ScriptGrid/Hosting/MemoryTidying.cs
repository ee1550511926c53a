using Microsoft.Extensions.Hosting;

namespace ScriptGrid.Hosting;

/// <summary>
/// Gives memory back once trouble is over. Collecting allocates next to nothing, so that what a freeze, a flood of failures or a bad start left behind
/// would wait for hours until the garbage collector finds a reason to look at it. Of what the calmest fleet leaves behind the oldest is looked at once an hour.
/// </summary>
/// <param name="allocated">Bytes that the process ever allocated.</param>
/// <param name="collections">How often the oldest generation was collected.</param>
/// <param name="collect">Gives the memory back.</param>
internal sealed class MemoryTidying(Func<long> allocated, Func<int> collections, Action collect) : BackgroundService
{
    /// <summary>What a minute of trouble allocates at least: the failures of some 5,000 runs.</summary>
    private const long TroubleBytes = 64L << 20;

    /// <summary>Minutes that may pass without a collection of the oldest generation.</summary>
    private const int MostMinutes = 60;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _before = allocated();
    private long _worst;
    private int _collections = collections();
    private int _minutes;

    /// <summary>With the memory of this process.</summary>
    public static MemoryTidying OfProcess() => new(static () => GC.GetTotalAllocatedBytes(), static () => GC.CollectionCount(GC.MaxGeneration), Collect);

    /// <summary>Collects all garbage, and gives what is free back to the system.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>Looks at the minute before. Trouble is over with the first one that allocates less than half of what the worst did.</summary>
    public void Look()
    {
        long bytes = allocated() - _before;
        _before += bytes;
        _minutes = collections() == _collections ? _minutes + 1 : 0;
        _collections = collections();
        if ((_worst > 0 && bytes < _worst / 2) || _minutes == MostMinutes)
        {
            collect();
            _worst = 0;
        }
        else if (bytes >= TroubleBytes)
        {
            _worst = Math.Max(_worst, bytes);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }
}
