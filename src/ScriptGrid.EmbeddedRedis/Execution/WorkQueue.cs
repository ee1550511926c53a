using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>The work that connections, timers and callers pass to the executor thread, in the order of arrival.</summary>
internal sealed class WorkQueue
{
    private readonly object _gate = new();
    private List<IWork> _incoming = [];
    private List<IWork> _spare = [];
    private SocketPoller? _poller;
    private bool _isWaited;
    private bool _hasEnded;

    /// <summary>Whether the queue waits for sockets, too.</summary>
    internal bool PollsSockets => _poller is not null;

    /// <summary>Makes the queue wait for sockets, too, if the machine supports it. Call it before the executor thread starts.</summary>
    internal void PollSockets() => _poller = SocketPoller.TryCreate();

    /// <summary>Starts to watch a socket, whose bytes become work. Callable from any thread.</summary>
    /// <returns>The id for <see cref="Unwatch"/>; 0 if the queue cannot watch the socket, which must then post its own work.</returns>
    internal long Watch(SafeHandle socket, IPolled client) => _poller?.Add(socket, client) ?? 0;

    /// <summary>Stops watching a socket that is about to be closed.</summary>
    internal void Unwatch(SafeHandle socket, long id) => _poller?.Remove(socket, id);

    /// <summary>Adds work. Callable from any thread.</summary>
    /// <returns>False if the queue has ended, so that the work is not done.</returns>
    internal bool Post(IWork work)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return false;
            }

            _incoming.Add(work);
            if (_isWaited)
            {
                _isWaited = false;
                Wake();
            }

            return true;
        }
    }

    internal void Post(Action action, bool whileBusy = false) => Post(new DelegateWork(action, whileBusy));

    /// <summary>Takes all work that has arrived, or waits for the first piece. The caller owns the list until it returns it by <see cref="Return"/>.</summary>
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

    /// <summary>Takes the work that may be done during a script and leaves the rest in its order.</summary>
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

    /// <summary>Ends the queue, to which nothing more can be posted. Returns the work that nobody has taken.</summary>
    internal List<IWork> End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _isWaited = false;
            _poller?.Dispose();
            _poller = null;
            return Swap();
        }
    }

    /// <summary>Takes the posted work. If there is none, the next post wakes the poller.</summary>
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
