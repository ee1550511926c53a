namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Carries out lookups, which block, on threads of its own, so that none holds a thread of the shared pool. A few threads do while answers come.
/// Where lookups wait and none has ended for 100 ms, their number doubles: names whose answer stays away do not slow the others.
/// </summary>
/// <remarks>Nothing of it waits for the shared pool either: what watches over the others is a thread as well, while there are lookups that wait.</remarks>
internal sealed class LookupThreads
{
    private const int FewThreads = 8;
    private const int MostThreads = 512;
    private const int MostDoubtful = 64;
    private const int StackBytes = 512 * 1024;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

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
    /// <param name="lookup">What to do.</param>
    /// <param name="isDoubtful">It failed the last time: it waits for the others, and at most half of the threads are for such.</param>
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

            if (!_isWatched)
            {
                _isWatched = true;
                new Thread(Watch, StackBytes) { IsBackground = true, Name = "Name lookups" }.Start();
            }
        }
    }

    /// <summary>How many threads to add where none of them has ended a lookup for a turn.</summary>
    /// <param name="threads">How many there are.</param>
    /// <param name="hopeful">How many lookups wait that should succeed.</param>
    /// <param name="doubtful">How many wait that failed the last time.</param>
    internal static int Missing(int threads, int hopeful, int doubtful)
    {
        int most = hopeful > 0 ? MostThreads : 2 * MostDoubtful;
        return Math.Clamp(Math.Min(threads, most - threads), 0, hopeful + doubtful);
    }

    private void StartThreads(int count)
    {
        for (; count > 0; count--)
        {
            _threads++;
            new Thread(Work, StackBytes) { IsBackground = true, Name = "Name lookup" }.Start();
        }
    }

    /// <summary>Adds threads for as long as lookups wait.</summary>
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

    /// <summary>Takes the next lookup, or waits for one; false where none came for long, so that the thread ends.</summary>
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
