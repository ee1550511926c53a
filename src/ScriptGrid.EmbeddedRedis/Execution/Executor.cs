namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>The one thread that owns the state of a server and executes all commands.</summary>
internal sealed class Executor
{
    /// <summary>Enough stack for scripts that nest as many native calls as Lua allows.</summary>
    private const int StackBytes = 16 * 1024 * 1024;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    /// <summary>Work taken from the queue. A script that runs for too long also looks here for work that cannot wait.</summary>
    private List<IWork> _batch = [];
    private int _next;
    private readonly object _hold = new();
    private bool _isStopping;

    internal Executor(string name)
    {
        _thread = new Thread(Loop, StackBytes) { IsBackground = true, Name = name };
    }

    internal WorkQueue Queue { get; } = new();

    /// <summary>Completes once the thread has ended.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Whether the server is about to end. A running script must stop then.</summary>
    internal bool IsStopping => Volatile.Read(ref _isStopping);

    /// <summary>Whether housekeeping is suspended, for tests.</summary>
    internal bool IsHousekeepingPaused { get; set; }

    /// <summary>Called on the executor thread with the exception of a piece of work. The server continues without that work.</summary>
    internal Action<Exception> Failed { get; set; } = static _ => { };

    /// <summary>Called on the executor thread after each piece of work.</summary>
    internal Action AfterWork { get; set; } = static () => { };

    /// <summary>Called on the executor thread when all work of a batch is done, and each time work was done during a script.</summary>
    internal Action AfterBatch { get; set; } = static () => { };

    /// <summary>Called on the executor thread when it ends.</summary>
    internal Action AtEnd { get; set; } = static () => { };

    /// <summary>Whether work remains to be done after <see cref="AtEnd"/>.</summary>
    internal Func<bool> IsUnfinished { get; set; } = static () => false;

    /// <summary>Whether the caller runs on the executor thread.</summary>
    internal bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="waitsForSockets">Whether the thread itself waits for sockets, if the machine supports it.</param>
    internal void Start(bool waitsForSockets = true)
    {
        if (waitsForSockets)
        {
            Queue.PollSockets();
        }

        _thread.Start();
    }

    /// <summary>Ends the thread after the work under way. Callable from any thread.</summary>
    internal void Stop()
    {
        Volatile.Write(ref _isStopping, true);
        Release();
        Queue.Post(static () => { });
    }

    /// <summary>Does the work that is allowed during a script. Call it only on the executor thread.</summary>
    internal void RunWhileBusy()
    {
        var urgent = new List<IWork>();
        for (int i = _next; i < _batch.Count; i++)
        {
            if (_batch[i].WhileBusy)
            {
                urgent.Add(_batch[i]);
            }
        }

        if (urgent.Count > 0)
        {
            List<IWork> rest = [.. _batch.Skip(_next).Where(static work => !work.WhileBusy)];
            _batch.RemoveRange(_next, _batch.Count - _next);
            _batch.AddRange(rest);
        }

        Queue.TakeWhileBusy(urgent);
        foreach (IWork work in urgent)
        {
            Do(work);
        }

        EndBatch();
    }

    /// <summary>Blocks the executor thread for some time, or until the server is about to end.</summary>
    internal void Hold(TimeSpan duration, TimeProvider time)
    {
        bool isOver = false;
        using ITimer timer = time.CreateTimer(
            _ =>
            {
                Volatile.Write(ref isOver, true);
                Release();
            },
            null,
            duration,
            Timeout.InfiniteTimeSpan);
        lock (_hold)
        {
            while (!Volatile.Read(ref isOver) && !IsStopping)
            {
                Monitor.Wait(_hold);
            }
        }
    }

    private void Release()
    {
        lock (_hold)
        {
            Monitor.PulseAll(_hold);
        }
    }

    private void Loop()
    {
        try
        {
            while (!IsStopping)
            {
                _batch = Queue.Take();
                for (_next = 0; _next < _batch.Count && !IsStopping;)
                {
                    Do(_batch[_next++]);
                }

                if (!IsStopping)
                {
                    EndBatch();
                    Queue.Return(_batch);
                    _next = 0;
                }
            }

            AtEnd();
            RunWhileEnding(_batch.Skip(_next));
            while (IsUnfinished())
            {
                RunWhileEnding(Queue.Take());
            }

            _ended.SetResult();
        }
        catch (Exception e)
        {
            // The remaining work cannot be done, so nobody may be left waiting for it.
            Volatile.Write(ref _isStopping, true);
            _ended.SetException(e);
            AtEnd();
        }
        finally
        {
            RunWhileEnding(Queue.End());
        }
    }

    private void RunWhileEnding(IEnumerable<IWork> batch)
    {
        foreach (IWork work in batch.Where(static work => work.WhileEnding).ToArray())
        {
            Do(work);
        }
    }

    private void Do(IWork work)
    {
        try
        {
            work.Run();
            AfterWork();
        }
        catch (Exception fault)
        {
            Failed(fault);
        }
    }

    private void EndBatch()
    {
        try
        {
            AfterBatch();
        }
        catch (Exception fault)
        {
            Failed(fault);
        }
    }
}
