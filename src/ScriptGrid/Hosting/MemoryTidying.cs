using Microsoft.Extensions.Hosting;

namespace ScriptGrid.Hosting;

/// <summary>
/// Gives memory back after trouble is over. Collecting allocates next to nothing, so the memory left behind by a freeze, a flood of failures or a bad start
/// might wait for hours until a garbage collection. Even if all is calm, the oldest generation is collected at least once an hour.
/// </summary>
/// <param name="allocated">Returns the number of bytes that the process has ever allocated.</param>
/// <param name="collections">Returns how often the oldest generation has been collected.</param>
/// <param name="collect">Gives the memory back.</param>
internal sealed class MemoryTidying(Func<long> allocated, Func<int> collections, Action collect) : BackgroundService
{
    /// <summary>The bytes that a minute of trouble allocates at least: about the failures of 5,000 runs.</summary>
    private const long TroubleBytes = 64L << 20;

    /// <summary>The number of minutes that may pass without a collection of the oldest generation.</summary>
    private const int MostMinutes = 60;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _before = allocated();
    private long _worst;
    private int _collections = collections();
    private int _minutes;

    /// <summary>Creates an instance for the memory of this process.</summary>
    public static MemoryTidying OfProcess() => new(static () => GC.GetTotalAllocatedBytes(), static () => GC.CollectionCount(GC.MaxGeneration), Collect);

    /// <summary>Collects all garbage, and returns free memory to the system.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>Checks the last minute. Trouble is over with the first minute that allocates less than half as much as the worst one.</summary>
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
