namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>Simulated time, with all actions that are scheduled in it. They run one after the other on one thread, so that each run is the same.</summary>
internal sealed class Timeline : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(SimulatedSilo? Silo, Action Action), (long Due, long Order)> _queue = new(new Earliest());
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    /// <summary>Time since the start of the simulation.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>The number of actions that have run.</summary>
    public long Events { get; private set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.Ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Epoch + Now;

    /// <summary>Schedules an action.</summary>
    /// <param name="after">The delay.</param>
    /// <param name="silo">
    /// The process that runs the action; null for the world. If the process has ended by then, the action does not run. If it stands still, the action waits.
    /// </param>
    /// <param name="action">The action.</param>
    public void Schedule(TimeSpan after, SimulatedSilo? silo, Action action)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("Something went on on another thread; no run would be like the other.");
        }

        _queue.Enqueue((silo, action), ((Now + (after > TimeSpan.Zero ? after : TimeSpan.Zero)).Ticks, _order++));
    }

    /// <summary>Runs scheduled actions until this time, or until the run is over.</summary>
    public void RunUntil(TimeSpan end, Func<bool> isOver)
    {
        while (!isOver() && _queue.TryPeek(out (SimulatedSilo? Silo, Action Action) next, out (long Due, long Order) place) && place.Due <= end.Ticks)
        {
            _queue.Dequeue();
            Now = TimeSpan.FromTicks(place.Due);
            Events++;
            if (next.Silo is { } silo)
            {
                silo.Do(next.Action);
            }
            else
            {
                next.Action();
            }
        }

        Now = end;
    }

    private sealed class Earliest : IComparer<(long Due, long Order)>
    {
        public int Compare((long Due, long Order) x, (long Due, long Order) y) =>
            x.Due != y.Due ? x.Due.CompareTo(y.Due) : x.Order.CompareTo(y.Order);
    }
}
