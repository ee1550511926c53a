using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>What connections, timers and callers hand to the executor thread, in the order it came.</summary>
internal sealed class WorkQueue
{
    private readonly object _gate = new();
    private List<IWork> _incoming = [];
    private List<IWork> _spare = [];
    private SocketPoller? _poller;
    private bool _isWaited;

    /// <summary>Whether it waits for sockets.</summary>
    internal bool PollsSockets => _poller is not null;

    /// <summary>Makes it wait for sockets, too, where the machine has a way to do so. Before the executor thread begins.</summary>
    internal void PollSockets() => _poller = SocketPoller.TryCreate();

    /// <summary>Waits for bytes of a socket, which are work from then on; of any thread.</summary>
    /// <returns>What <see cref="Unwatch"/> wants; 0 where it cannot, so that the socket has to post its work itself.</returns>
    internal long Watch(SafeHandle socket, IPolled client) => _poller?.Add(socket, client) ?? 0;

    /// <summary>Waits no more for a socket that is about to be closed.</summary>
    internal void Unwatch(SafeHandle socket, long id) => _poller?.Remove(socket, id);

    /// <summary>Adds work; of any thread.</summary>
    internal void Post(IWork work)
    {
        lock (_gate)
        {
            _incoming.Add(work);
            if (_isWaited)
            {
                _isWaited = false;
                Wake();
            }
        }
    }

    internal void Post(Action action, bool whileBusy = false) => Post(new DelegateWork(action, whileBusy));

    /// <summary>All work that came since; waits for the first piece. The list is the caller's until it is given back by <see cref="Return"/>.</summary>
    internal List<IWork> Take()
    {
        while (_poller is { } poller)
        {
            List<IWork> taken = TakePosted();
            poller.Poll(taken, waits: taken.Count == 0);
            Volatile.Write(ref _isWaited, false);
            if (taken.Count > 0)
            {
                return taken;
            }

            Return(taken);
        }

        lock (_gate)
        {
            while (_incoming.Count == 0)
            {
                _isWaited = true;
                Monitor.Wait(_gate);
            }

            return Swap();
        }
    }

    /// <summary>Takes out what may be done while a script runs and leaves the rest in its order.</summary>
    internal void TakeWhileBusy(List<IWork> target)
    {
        lock (_gate)
        {
            if (_incoming.Count > 0)
            {
                target.AddRange(_incoming.Where(static work => work.WhileBusy));
                _incoming.RemoveAll(static work => work.WhileBusy);
            }
        }

        _poller?.Poll(target, waits: false);
    }

    internal void Return(List<IWork> done)
    {
        done.Clear();
        lock (_gate)
        {
            _spare = done;
        }
    }

    /// <summary>Nobody takes work any more.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _isWaited = false;
            _poller?.Dispose();
            _poller = null;
        }
    }

    /// <summary>What was posted; where that is nothing, whoever posts next wakes the poller.</summary>
    private List<IWork> TakePosted()
    {
        lock (_gate)
        {
            _isWaited = _incoming.Count == 0;
            return Swap();
        }
    }

    private void Wake()
    {
        if (_poller is { } poller)
        {
            poller.Wake();
        }
        else
        {
            Monitor.Pulse(_gate);
        }
    }

    private List<IWork> Swap()
    {
        List<IWork> taken = _incoming;
        _incoming = _spare;
        _spare = [];
        return taken;
    }
}
