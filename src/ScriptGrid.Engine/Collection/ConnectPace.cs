using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Opens connections only as fast as the machine can while it also collects. Each slot has a budget, which grows by one while the wheel turns on time
/// and is halved when the wheel is late. Targets over the budget wait in line; a run counts as due when its target's turn to connect comes.
/// </summary>
/// <remarks>
/// Opening a connection costs processor time, mostly for handshakes, above all TLS handshakes. The limit therefore follows the effect on the wheel
/// and not the number of attempts under way: a host that does not answer takes up no place. Nothing is opened, either, while connected targets still
/// wait for their TLS handshake.
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

    /// <summary>
    /// Returns true if the target may connect now. Otherwise puts it in line and calls <see cref="TargetCollector.Connect"/> when its turn comes.
    /// </summary>
    /// <param name="collector">The target's collector.</param>
    /// <param name="isDown">Whether its last attempt failed. Such targets alternate with the others, so that many dead targets do not delay the living
    /// ones.</param>
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

    /// <summary>Continues with the line in the next slot.</summary>
    private void Await(ScheduleWheel agenda)
    {
        _due = Schedule.Slot * (_slot + 1);
        agenda.Set(this, _due);
    }
}
