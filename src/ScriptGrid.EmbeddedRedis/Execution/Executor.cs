namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>The one thread that owns the state of a server and carries all commands out.</summary>
internal sealed class Executor
{
    /// <summary>Scripts may nest as many native calls as Lua allows.</summary>
    private const int StackBytes = 16 * 1024 * 1024;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    /// <summary>Taken together but not yet done: a script that runs for too long looks here too.</summary>
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

    /// <summary>Whether the server is about to end. A script that runs must give up then.</summary>
    internal bool IsStopping => Volatile.Read(ref _isStopping);

    /// <summary>Whether what is done every now and then is left undone, for tests.</summary>
    internal bool IsHousekeepingPaused { get; set; }

    /// <summary>Called on the executor thread with what a piece of work threw: the server goes on without it.</summary>
    internal Action<Exception> Failed { get; set; } = static _ => { };

    /// <summary>Called on the executor thread after each piece of work.</summary>
    internal Action AfterWork { get; set; } = static () => { };

    /// <summary>Called on the executor thread once all work that came together is done, and each time that work was done in the middle of a script.</summary>
    internal Action AfterBatch { get; set; } = static () => { };

    /// <summary>Called on the executor thread as the last thing.</summary>
    internal Action AtEnd { get; set; } = static () => { };

    /// <summary>Whether there is work yet to be done after <see cref="AtEnd"/>.</summary>
    internal Func<bool> IsUnfinished { get; set; } = static () => false;

    /// <summary>Whether this is that thread.</summary>
    internal bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Begins.</summary>
    /// <param name="waitsForSockets">Whether it waits for sockets itself where the machine lets it.</param>
    internal void Start(bool waitsForSockets = true)
    {
        if (waitsForSockets)
        {
            Queue.PollSockets();
        }

        _thread.Start();
    }

    /// <summary>Ends the thread after the work under way; of any thread.</summary>
    internal void Stop()
    {
        Volatile.Write(ref _isStopping, true);
        Release();
        Queue.Post(static () => { });
    }

    /// <summary>Does what may be done in the middle of a script. On the executor thread only.</summary>
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

    /// <summary>Holds the thread up for some time, or until the server is to end.</summary>
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
            // What it was to do cannot be done any more: nobody may be left waiting for it.
            Volatile.Write(ref _isStopping, true);
            _ended.SetException(e);
            AtEnd();
        }
        finally
        {
            Queue.End();
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
