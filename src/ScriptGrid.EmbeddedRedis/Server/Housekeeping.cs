using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>The server's periodic work, ten times a second: it removes expired keys, closes idle clients and updates figures.</summary>
internal sealed class Housekeeping(Keyspace keyspace, ClientRegistry clients, Tracking tracking, OutputLimits outputLimits, ServerSettings settings, MemoryUse memory, Throughput throughput, LatencyMonitor latency, Replicas replicas) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private ITimer? _timer;
    private readonly MemoryReturn _memoryReturn = new();

    /// <summary>Starts the periodic work.</summary>
    /// <param name="executor">The executor whose thread does the work.</param>
    /// <param name="keysChanged">Called after keys may have expired.</param>
    internal void Start(Executor executor, Action keysChanged) => _timer = keyspace.Clock.Time.CreateTimer(
        _ => executor.Queue.Post(() => TickAndGoOn(executor, keysChanged)), null, Interval, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer?.Dispose();

    /// <summary>Runs a tick and then schedules the next one. If a test moves the clock by days, this makes only one tick.</summary>
    private void TickAndGoOn(Executor executor, Action keysChanged)
    {
        try
        {
            if (!executor.IsHousekeepingPaused)
            {
                Tick(keysChanged);
            }
        }
        finally
        {
            _timer?.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick(Action keysChanged)
    {
        long start = keyspace.Clock.Time.GetTimestamp();
        keyspace.ExpireDue();
        foreach (Database database in keyspace.Databases)
        {
            if (database.KeysWithExpiry > 0)
            {
                database.ExpireSome(keyspace.ExpiryRandom);
            }
        }

        keyspace.Propagation.Flush(together: false);
        replicas.KeepAlive(settings.ReplicaPingPeriod.Value);
        TimeSpan cycle = keyspace.Clock.Time.GetElapsedTime(start);
        keyspace.ExpireCycles += cycle;
        latency.Note("expire-cycle", cycle);
        keysChanged();
        memory.NotePeak();
        tracking.Limit(settings.TrackingTableMaxKeys.Value);
        CloseSlowReaders();
        CloseIdleClients();
        throughput.Sample();
        _memoryReturn.Tick();
    }

    private void CloseSlowReaders()
    {
        foreach (ClientSession client in clients.All.Where(outputLimits.AreExceeded).ToArray())
        {
            client.Connection?.Close();
        }
    }

    private void CloseIdleClients()
    {
        if (settings.Timeout.Value == 0)
        {
            return;
        }

        long limit = keyspace.Clock.Now - (settings.Timeout.Value * 1000);
        foreach (ClientSession client in clients.All.Where(client => client.ActiveAt < limit && MayTimeOut(client)).ToArray())
        {
            client.Connection?.Close();
        }
    }

    /// <summary>Whether a client is closed if nothing is sent either way. Those that wait, or that only listen, are not.</summary>
    private static bool MayTimeOut(ClientSession client) =>
        client is { Blocked: null, Postponed: null, IsMonitor: false, Replica: not { IsFollowing: true } } && client.Subscriptions.IsEmpty;
}
