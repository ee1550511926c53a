namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>What connections, timers and callers hand to the executor thread, in the order it came.</summary>
internal sealed class WorkQueue
{
    private readonly object _gate = new();
    private List<IWork> _incoming = [];
    private List<IWork> _spare = [];
    private bool _isWaited;

    /// <summary>Adds work; of any thread.</summary>
    internal void Post(IWork work)
    {
        lock (_gate)
        {
            _incoming.Add(work);
            if (_isWaited)
            {
                _isWaited = false;
                Monitor.Pulse(_gate);
            }
        }
    }

    internal void Post(Action action, bool whileBusy = false) => Post(new DelegateWork(action, whileBusy));

    /// <summary>All work that came since; waits for the first piece. The list is the caller's until it is given back by <see cref="Return"/>.</summary>
    internal List<IWork> Take()
    {
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
    }

    internal void Return(List<IWork> done)
    {
        done.Clear();
        lock (_gate)
        {
            _spare = done;
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
