namespace ScriptGrid.Engine.Collection;

/// <summary>
/// The schedule of one target, for an owner with a timer of its own: a few entries, and one alarm that rings when the first of them is
/// due. Without an alarm, as between two owners, nothing fires and nothing is lost.
/// </summary>
internal sealed class TargetAgenda(CollectorClock clock) : IAgenda
{
    private const long Never = long.MaxValue;

    /// <summary>Timers may fire a little early, and what comes just before a slot would have to ring again.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(5);

    /// <summary>What is due in the turn under way; lent to one turn at a time, since a target's own list would cost more than its entries.</summary>
    [ThreadStatic]
    private static List<AgendaEntry>? _scratch;

    private readonly Lock _gate = new();
    private AgendaEntry? _first;
    private Action<TimeSpan>? _alarm;
    private long _alarmSlot = Never;
    private long _turned = -1;
    private bool _isTurning;

    private long Earliest => _first?.Slot ?? Never;

    /// <inheritdoc/>
    public void Set(AgendaEntry entry, TimeSpan due)
    {
        lock (_gate)
        {
            Unlink(entry);
            Link(entry, due);
        }
    }

    /// <inheritdoc/>
    public void SetAtLatest(AgendaEntry entry, TimeSpan due)
    {
        lock (_gate)
        {
            if (entry.Slot < 0 || entry.Slot > Schedule.SlotAtOrAfter(due))
            {
                Unlink(entry);
                Link(entry, due);
            }
        }
    }

    /// <inheritdoc/>
    public void Remove(AgendaEntry entry)
    {
        lock (_gate)
        {
            Unlink(entry);
        }
    }

    /// <summary>
    /// Sets what is called, with the time to wait, whenever the alarm is to ring earlier than was said before, and at the end of each turn; null
    /// takes it away. It is called under a lock and must neither block nor come back.
    /// </summary>
    public void SetAlarm(Action<TimeSpan>? alarm)
    {
        lock (_gate)
        {
            _alarm = alarm;
            _alarmSlot = Never;
            Arm(Earliest);
        }
    }

    /// <summary>Fires what is due by now, and asks for the next alarm. Called by one thread at a time.</summary>
    public void Turn()
    {
        TimeSpan now = clock.Now;
        List<AgendaEntry> due = _scratch ?? [];
        _scratch = null;
        TakeDue(now.Ticks / Schedule.Slot.Ticks, due);
        foreach (AgendaEntry entry in due)
        {
            entry.Mark(now);
        }

        foreach (AgendaEntry entry in due)
        {
            entry.Start();
        }

        due.Clear();
        _scratch = due;
        EndTurn();
    }

    /// <summary>Rings now, whatever is due.</summary>
    public void Ring()
    {
        lock (_gate)
        {
            _alarm?.Invoke(TimeSpan.Zero);
        }
    }

    /// <summary>Rings where something has been due for so long that the alarm must be lost.</summary>
    public void RingIfLate()
    {
        lock (_gate)
        {
            if (!_isTurning && Earliest is var slot and not Never && clock.Now - (Schedule.Slot * slot) > Lateness)
            {
                _alarm?.Invoke(TimeSpan.Zero);
            }
        }
    }

    private void TakeDue(long current, List<AgendaEntry> due)
    {
        lock (_gate)
        {
            _isTurning = true;
            while (_first is { } entry && entry.Slot <= current)
            {
                Unlink(entry);
                due.Add(entry);
            }

            _turned = Math.Max(_turned, current);
        }
    }

    private void EndTurn()
    {
        lock (_gate)
        {
            _isTurning = false;
            _alarmSlot = Never;
            Arm(Earliest);
        }
    }

    /// <summary>In the order of time; there are so few that walking costs less than anything cleverer.</summary>
    private void Link(AgendaEntry entry, TimeSpan due)
    {
        entry.Slot = Math.Max(Schedule.SlotAtOrAfter(due), _turned + 1);
        AgendaEntry? before = null;
        AgendaEntry? next = _first;
        while (next is not null && next.Slot <= entry.Slot)
        {
            before = next;
            next = next.Next;
        }

        entry.Previous = before;
        entry.Next = next;
        next?.Previous = entry;
        if (before is null)
        {
            _first = entry;
        }
        else
        {
            before.Next = entry;
        }

        if (!_isTurning)
        {
            Arm(entry.Slot);
        }
    }

    private void Unlink(AgendaEntry entry)
    {
        if (entry.Slot < 0)
        {
            return;
        }

        if (entry.Previous is null)
        {
            _first = entry.Next;
        }
        else
        {
            entry.Previous.Next = entry.Next;
        }

        entry.Next?.Previous = entry.Previous;
        entry.Next = entry.Previous = null;
        entry.Slot = -1;
    }

    /// <summary>An alarm that rings too early is harmless, so that only an earlier one needs another call.</summary>
    private void Arm(long slot)
    {
        if (slot < _alarmSlot && _alarm is not null)
        {
            _alarmSlot = slot;
            TimeSpan wait = (Schedule.Slot * slot) + Margin - clock.Now;
            _alarm(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
    }
}
