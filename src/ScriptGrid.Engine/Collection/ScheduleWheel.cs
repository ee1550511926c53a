namespace ScriptGrid.Engine.Collection;

/// <summary>
/// A timing wheel: one loop that wakes every 20 ms and fires what is due, for any number of targets. Entries form linked lists without extra nodes.
/// They fire at or after their time, never before. Thread-safe.
/// </summary>
internal sealed class ScheduleWheel(CollectorClock clock)
{
    private const int BucketCount = 4096;

    /// <summary>Added to each wait. Timers may fire slightly early, and a turn just before a slot would leave that slot to the next turn.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(2);

    /// <summary>How often the loop checks again while nothing may fire.</summary>
    private static readonly TimeSpan ClosedPause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly AgendaEntry?[] _buckets = new AgendaEntry?[BucketCount];
    private readonly List<AgendaEntry> _due = [];
    private long _turned = -1;

    /// <summary>Schedules the entry for a time, replacing its current time if it has one.</summary>
    public void Set(AgendaEntry entry, TimeSpan due)
    {
        lock (_gate)
        {
            Unlink(entry);
            Link(entry, Math.Max(Schedule.SlotAtOrAfter(due), _turned + 1));
        }
    }

    /// <summary>Schedules the entry for a time, unless it already fires earlier.</summary>
    public void SetAtLatest(AgendaEntry entry, TimeSpan due)
    {
        lock (_gate)
        {
            if (entry.Slot < 0 || entry.Slot > Schedule.SlotAtOrAfter(due))
            {
                Unlink(entry);
                Link(entry, Math.Max(Schedule.SlotAtOrAfter(due), _turned + 1));
            }
        }
    }

    /// <summary>Removes the entry; does nothing if it is not scheduled.</summary>
    public void Remove(AgendaEntry entry)
    {
        lock (_gate)
        {
            Unlink(entry);
        }
    }

    /// <summary>Turns the wheel until cancelled.</summary>
    /// <param name="isOpen">Whether entries may fire now. Entries that become due while they may not are kept and fire later.</param>
    /// <param name="cancellationToken">Stops the wheel.</param>
    public async Task RunAsync(Func<bool> isOpen, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                // Computed from the slot each time: the phase of a periodic timer would drift, and the lag of every run with it.
                TimeSpan wait = (Schedule.Slot * (_turned + 1)) + Margin - clock.Now;
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock.Provider, cancellationToken).ConfigureAwait(false);
                if (isOpen())
                {
                    Turn();
                }
                else
                {
                    await Task.Delay(ClosedPause, clock.Provider, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The engine is stopping.
        }
    }

    /// <summary>Fires everything that is due by now. Called by one thread at a time.</summary>
    public void Turn()
    {
        TimeSpan now = clock.Now;
        TakeDue(now.Ticks / Schedule.Slot.Ticks);
        foreach (AgendaEntry entry in _due)
        {
            entry.Mark(now);
        }

        foreach (AgendaEntry entry in _due)
        {
            entry.Start();
        }

        _due.Clear();
    }

    private void TakeDue(long current)
    {
        lock (_gate)
        {
            // After a long pause, one round over all buckets finds every due entry.
            long first = Math.Max(_turned + 1, current - BucketCount + 1);
            for (long slot = first; slot <= current; slot++)
            {
                TakeDueFrom(_buckets[slot % BucketCount], current);
            }

            _turned = Math.Max(_turned, current);
        }
    }

    private void TakeDueFrom(AgendaEntry? entry, long current)
    {
        while (entry is not null)
        {
            AgendaEntry? next = entry.Next;
            if (entry.Slot <= current)
            {
                Unlink(entry);
                _due.Add(entry);
            }

            entry = next;
        }
    }

    private void Link(AgendaEntry entry, long slot)
    {
        ref AgendaEntry? head = ref _buckets[slot % BucketCount];
        entry.Slot = slot;
        entry.Next = head;
        head?.Previous = entry;
        head = entry;
    }

    private void Unlink(AgendaEntry entry)
    {
        if (entry.Slot < 0)
        {
            return;
        }

        if (entry.Previous is null)
        {
            _buckets[entry.Slot % BucketCount] = entry.Next;
        }
        else
        {
            entry.Previous.Next = entry.Next;
        }

        entry.Next?.Previous = entry.Previous;
        entry.Next = entry.Previous = null;
        entry.Slot = -1;
    }
}
