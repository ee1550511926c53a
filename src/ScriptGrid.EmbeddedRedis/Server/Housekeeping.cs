using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>What the server does ten times a second: looks after expired keys, idle clients and its figures.</summary>
internal sealed class Housekeeping(Keyspace keyspace, ClientRegistry clients, ServerSettings settings, MemoryUse memory, Throughput throughput) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private ITimer? _timer;
    private bool _isDue;

    /// <summary>Begins to keep house on the executor thread.</summary>
    /// <param name="queue">That thread's work.</param>
    /// <param name="keysChanged">Called after keys may have expired.</param>
    internal void Start(WorkQueue queue, Action keysChanged) => _timer = keyspace.Clock.Time.CreateTimer(
        _ =>
        {
            // A tick that was not yet served is enough.
            if (!Interlocked.Exchange(ref _isDue, true))
            {
                queue.Post(() => Tick(keysChanged));
            }
        },
        null,
        Interval,
        Interval);

    public void Dispose() => _timer?.Dispose();

    private void Tick(Action keysChanged)
    {
        Volatile.Write(ref _isDue, false);
        foreach (Database database in keyspace.Databases)
        {
            if (database.KeysWithExpiry > 0)
            {
                database.ExpireSome(keyspace.Random);
            }
        }

        keysChanged();
        memory.NotePeak();
        CloseIdleClients();
        throughput.Sample();
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

    private static bool MayTimeOut(ClientSession client) => client.Blocked is null && client.Subscriptions.IsEmpty && !client.IsMonitor;
}
