namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Runs name lookups, which block, on its own threads, so that they occupy no thread of the shared pool. While answers come, a few threads are enough.
/// If lookups wait and none has ended for 100 ms, the number of threads doubles, so that names without an answer do not slow down the others.
/// </summary>
/// <remarks>
/// Nothing here waits for the shared pool either: a thread of its own watches over the others while lookups wait. Only where the system starts not one thread,
/// because a limit is reached, does a thread of the pool look up.
/// </remarks>
/// <param name="start">Starts a thread, as <see cref="Thread.Start()"/> does; null for that.</param>
internal sealed class LookupThreads(Action<Thread>? start = null)
{
    private const int FewThreads = 8;
    private const int MostThreads = 512;
    private const int MostDoubtful = 64;
    private const int StackBytes = 512 * 1024;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly Action<Thread> _start = start ?? (static thread => thread.Start());
    private readonly object _gate = new();
    private readonly Queue<Action> _hopeful = new();
    private readonly Queue<Action> _doubtful = new();
    private int _threads;
    private int _idle;
    private int _busyDoubtful;
    private int _ended;
    private bool _isWatched;

    private bool MayTakeDoubtful => _doubtful.Count > 0 && _busyDoubtful < Math.Min(MostDoubtful, Math.Max(1, _threads / 2));

    /// <summary>Queues a lookup, which must not throw.</summary>
    /// <param name="lookup">The lookup.</param>
    /// <param name="isDoubtful">Whether the last lookup of this name failed or was slow. Such lookups run after the others, on at most half of the
    /// threads.</param>
    public void Run(Action lookup, bool isDoubtful)
    {
        lock (_gate)
        {
            (isDoubtful ? _doubtful : _hopeful).Enqueue(lookup);
            if (_idle > 0)
            {
                Monitor.Pulse(_gate);
            }
            else if (_threads < FewThreads)
            {
                StartThreads(1);
            }

            if (_threads == 0)
            {
                _threads++;
                ThreadPool.UnsafeQueueUserWorkItem(static threads => threads.Work(), this, preferLocal: false);
            }

            _isWatched = _isWatched || TryStart(Watch, "Name lookups");
        }
    }

    /// <summary>Returns how many threads to add if no lookup has ended for a turn of 100 ms.</summary>
    /// <param name="threads">How many threads there are.</param>
    /// <param name="hopeful">How many lookups wait that are expected to succeed.</param>
    /// <param name="doubtful">How many doubtful lookups wait.</param>
    internal static int Missing(int threads, int hopeful, int doubtful)
    {
        int most = hopeful > 0 ? MostThreads : 2 * MostDoubtful;
        return Math.Clamp(Math.Min(threads, most - threads), 0, hopeful + doubtful);
    }

    private void StartThreads(int count)
    {
        for (; count > 0 && TryStart(Work, "Name lookup"); count--)
        {
            _threads++;
        }
    }

    /// <summary>Starts a thread. Returns false if the system starts no more, as at a limit of processes; then those that there are do the work.</summary>
    private bool TryStart(ThreadStart work, string name)
    {
        var thread = new Thread(work, StackBytes) { IsBackground = true, Name = name };
        try
        {
            _start(thread);
            return true;
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }

    /// <summary>Adds threads while lookups wait.</summary>
    private void Watch()
    {
        using var never = new ManualResetEventSlim();
        int before = -1;
        while (!never.Wait(Turn))
        {
            lock (_gate)
            {
                if (_hopeful.Count + _doubtful.Count == 0)
                {
                    _isWatched = false;
                    return;
                }

                StartThreads(_ended == before ? Missing(_threads, _hopeful.Count, _doubtful.Count) : 0);
                before = _ended;
            }
        }
    }

    private void Work()
    {
        while (TryTake(out Action? lookup, out bool isDoubtful))
        {
            lookup!();
            lock (_gate)
            {
                _ended++;
                _busyDoubtful -= isDoubtful ? 1 : 0;
            }
        }
    }

    /// <summary>Takes the next lookup; waits if there is none. Returns false if none came for 10 s, so that the thread ends.</summary>
    private bool TryTake(out Action? lookup, out bool isDoubtful)
    {
        lock (_gate)
        {
            for (bool wasPulsed = true; ; wasPulsed = WaitForMore())
            {
                isDoubtful = false;
                if (_hopeful.TryDequeue(out lookup))
                {
                    return true;
                }

                if (MayTakeDoubtful)
                {
                    isDoubtful = true;
                    _busyDoubtful++;
                    lookup = _doubtful.Dequeue();
                    return true;
                }

                if (!wasPulsed)
                {
                    _threads--;
                    return false;
                }
            }
        }
    }

    private bool WaitForMore()
    {
        _idle++;
        bool wasPulsed = Monitor.Wait(_gate, Rest);
        _idle--;
        return wasPulsed;
    }
}
