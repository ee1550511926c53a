namespace ScriptGrid.Engine.Collection;

/// <summary>
/// One loop that wakes every 20 ms and fires what is due, for any number of targets: a timing wheel with entries linked through
/// themselves. Entries fire at or after their time, never before. Safe from any thread.
/// </summary>
internal sealed class ScheduleWheel(CollectorClock clock)
{
    private const int BucketCount = 4096;

    /// <summary>Timers may fire a little early, and what comes just before a slot has to wait for the next turn.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(2);

    /// <summary>While nothing may fire it asks again after this time.</summary>
    private static readonly TimeSpan ClosedPause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly AgendaEntry?[] _buckets = new AgendaEntry?[BucketCount];
    private readonly List<AgendaEntry> _due = [];
    private long _turned = -1;

    /// <summary>Puts the entry at a time, from wherever it was.</summary>
    public void Set(AgendaEntry entry, TimeSpan due)
    {
        lock (_gate)
        {
            Unlink(entry);
            Link(entry, Math.Max(Schedule.SlotAtOrAfter(due), _turned + 1));
        }
    }

    /// <summary>Puts the entry at a time unless it is to fire earlier anyway.</summary>
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

    /// <summary>Takes the entry out, if it is in.</summary>
    public void Remove(AgendaEntry entry)
    {
        lock (_gate)
        {
            Unlink(entry);
        }
    }

    /// <summary>Turns the wheel until cancelled.</summary>
    /// <param name="isOpen">Whether anything may fire now; what becomes due while nothing may waits, and loses nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<bool> isOpen, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                // Aimed at the slot each time: a periodic timer's phase would wander, and with it the lag of every run.
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
            // The engine stops.
        }
    }

    /// <summary>Fires all that is due by now. Called by one thread at a time.</summary>
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
            // After a long pause one round over all buckets finds everything.
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
