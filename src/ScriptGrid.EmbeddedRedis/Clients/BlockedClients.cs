using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The clients that wait for keys. When a key is ready, the client that has waited longest is served first.</summary>
internal sealed class BlockedClients
{
    private readonly ServerClock _clock;
    private readonly WorkQueue _queue;
    private readonly ClientRegistry _clients;
    private readonly ErrorStatistics _errors;
    private readonly Propagation _propagation;
    private readonly Tracking _tracking;
    private readonly Dictionary<byte[], List<BlockedCall>>[] _waiting;
    private readonly Queue<(int Database, byte[] Key)> _ready = new();
    private readonly List<BlockedCall> _withoutKeys = [];

    internal BlockedClients(Keyspace keyspace, WorkQueue queue, ClientRegistry clients, ErrorStatistics errors, Tracking tracking)
    {
        (_clock, _queue, _clients, _errors, _propagation) = (keyspace.Clock, queue, clients, errors, keyspace.Propagation);
        _tracking = tracking;
        _waiting = [.. keyspace.Databases.Select(static _ => new Dictionary<byte[], List<BlockedCall>>(ByteArrayComparer.Instance))];
        for (int i = 0; i < keyspace.Databases.Length; i++)
        {
            int index = i;
            keyspace.Databases[i].KeyReady += (_, key) => Ready(index, key);
        }
    }

    internal int Count { get; private set; }

    /// <summary>Makes a client wait.</summary>
    internal void Block(BlockedCall call)
    {
        foreach (byte[] key in call.Keys)
        {
            if (!_waiting[call.DatabaseIndex].TryGetValue(key, out List<BlockedCall>? calls))
            {
                _waiting[call.DatabaseIndex].Add(key, calls = []);
            }

            if (!calls.Contains(call))
            {
                calls.Add(call);
            }
        }

        if (call.Keys.Count == 0)
        {
            _withoutKeys.Add(call);
        }

        call.Client.Blocked = call;
        Count++;
        if (call.Duration > TimeSpan.Zero)
        {
            call.Timer = _clock.Time.CreateTimer(
                _ => _queue.Post(() => GiveUp(call, isError: false)), null, call.Duration, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Serves the clients whose keys became ready. Call it when the command, script or transaction that made them ready has ended.</summary>
    internal void ServeReady()
    {
        while (_ready.TryDequeue(out (int Database, byte[] Key) ready))
        {
            if (_waiting[ready.Database].TryGetValue(ready.Key, out List<BlockedCall>? calls))
            {
                foreach (BlockedCall call in calls.ToArray())
                {
                    _errors.TakeFailed();
                    if (call.Client.Blocked == call && TryServe(call, ready.Key))
                    {
                        Release(call);
                    }
                }
            }
        }
    }

    /// <summary>Serves the clients that wait for something other than keys, if it has happened.</summary>
    internal void ServeWithoutKeys()
    {
        foreach (BlockedCall call in _withoutKeys.ToArray())
        {
            if (TryServe(call, []))
            {
                Release(call);
            }
        }
    }

    private bool TryServe(BlockedCall call, byte[] key)
    {
        PropagationFrame outer = _propagation.Enter();
        _tracking.BeginServing(call.Client);
        bool isServed = call.TryServe(key);
        _tracking.EndServing();
        if (_propagation.Leave(outer).Words is { } words && isServed)
        {
            _propagation.Add(call.DatabaseIndex, words);
        }

        _propagation.Flush(together: true);
        return isServed;
    }

    /// <summary>Ends a client's wait with the reply for a timeout, or with an error. Returns false if the client no longer waits.</summary>
    internal bool GiveUp(BlockedCall call, bool isError)
    {
        if (call.Client.Blocked != call)
        {
            return false;
        }

        if (isError)
        {
            _errors.TakeFailed();
            call.Client.Reply!.Error("UNBLOCKED client unblocked via CLIENT UNBLOCK");
        }
        else
        {
            call.WriteTimeout();
        }

        Release(call);
        return true;
    }

    /// <summary>Forgets a client that has disconnected.</summary>
    internal void Leave(ClientSession client)
    {
        if (client.Blocked is { } call)
        {
            Remove(call);
        }
    }

    private void Ready(int database, byte[] key)
    {
        if (Count > 0 && _waiting[database].ContainsKey(key))
        {
            _ready.Enqueue((database, key));
        }
    }

    private void Release(BlockedCall call)
    {
        Remove(call);
        call.Client.EndReplyMode();
        call.Ended?.Invoke();
        _clients.FlushLater(call.Client);
        _queue.Post(call.Client.Proceed);
    }

    private void Remove(BlockedCall call)
    {
        foreach (byte[] key in call.Keys)
        {
            if (_waiting[call.DatabaseIndex].TryGetValue(key, out List<BlockedCall>? calls) && calls.Remove(call) && calls.Count == 0)
            {
                _waiting[call.DatabaseIndex].Remove(key);
            }
        }

        _withoutKeys.Remove(call);
        call.Timer?.Dispose();
        call.Client.Blocked = null;
        Count--;
    }
}
