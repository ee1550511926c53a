using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Lets connections be opened at the pace that the machine can keep while it collects: so many in each slot, more where the wheel turns on time, half as
/// many where it is late. Those that have to wait stand in line; a run counts as due when its target's turn to connect has come.
/// </summary>
/// <remarks>
/// What opening costs is time of the processor: handshakes, above all those of TLS. So it is bounded by what that does to the wheel, and not by how many
/// are under way: a host that does not answer holds no place. Nor is any opened while others that are connected wait for their TLS handshake.
/// </remarks>
internal sealed class ConnectPace(CollectorClock clock) : AgendaEntry
{
    private readonly Lock _gate = new();
    private readonly ConnectLine<TargetCollector> _line = new();
    private readonly List<TargetCollector> _released = [];
    private int _budget = ConnectBudget.First;
    private int _passed;
    private long _slot;
    private TimeSpan _due;
    private ScheduleWheel? _agenda;

    /// <summary>Whether the target may connect now; else it stands in line, and is told to connect when its turn comes.</summary>
    /// <param name="collector">The target's collector.</param>
    /// <param name="isDown">Whether its last attempt failed: such targets take turns with the others, so that many dead ones hold up none that live.</param>
    public bool TryPass(TargetCollector collector, bool isDown)
    {
        lock (_gate)
        {
            BeginSlot(clock.Now);
            if (_line.IsEmpty && _passed < _budget && !HandshakeGate.OfProcess.IsFull)
            {
                _passed++;
                return true;
            }

            if (_line.IsEmpty)
            {
                _agenda = collector.Agenda;
                Await(_agenda);
            }

            _line.Add(collector, isDown);
            return false;
        }
    }

    /// <inheritdoc/>
    public override void Mark(TimeSpan now)
    {
        lock (_gate)
        {
            _budget = ConnectBudget.Next(_budget, late: now - _due);
            BeginSlot(now);
            while (_passed < _budget && !HandshakeGate.OfProcess.IsFull && _line.TryTake(out TargetCollector? next))
            {
                _passed++;
                _released.Add(next);
            }

            if (_line.IsEmpty)
            {
                _budget = ConnectBudget.First;
            }
            else
            {
                Await(_agenda!);
            }
        }
    }

    /// <inheritdoc/>
    public override void Start()
    {
        foreach (TargetCollector collector in _released)
        {
            collector.Connect();
        }

        _released.Clear();
    }

    private void BeginSlot(TimeSpan now)
    {
        long slot = now.Ticks / Schedule.Slot.Ticks;
        _passed = slot == _slot ? _passed : 0;
        _slot = slot;
    }

    /// <summary>Goes on with the line in the next slot.</summary>
    private void Await(ScheduleWheel agenda)
    {
        _due = Schedule.Slot * (_slot + 1);
        agenda.Set(this, _due);
    }
}
