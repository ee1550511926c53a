using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>A target that a simulated silo holds: when it is collected, and the counter that moves with it from silo to silo.</summary>
internal sealed class SimulatedHolding : HeldTarget
{
    private static readonly TimeSpan ClosedPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RunTime = TimeSpan.FromMilliseconds(3);

    private readonly SimulatedSilo _silo;
    private readonly TargetRecord _record;
    private readonly string _lineage;
    private RunHistory _history;
    private TimeSpan _due;
    private bool _isOnSlot;
    private int _plan;

    /// <param name="target">The target.</param>
    /// <param name="silo">The silo that holds it.</param>
    /// <param name="state">The state from another silo; null if there is none.</param>
    /// <param name="review">The review of the grain in charge.</param>
    public SimulatedHolding(string target, SimulatedSilo silo, CollectorState? state, Action review)
        : base(target, review)
    {
        _silo = silo;
        _record = silo.World.Judge.RecordOf(target);
        _lineage = state?.Naming ?? silo.World.NextLineage();
        State0 = state is null ? TargetState.Unknown : state.State;
        _history = state is null ? default : state.Runs[0].History;
        TimeSpan now = silo.Timeline.Now;
        TimeSpan first = Schedule.First(now, _record.Offset, silo.Interval);
        TimeSpan slot = Schedule.Next(now, TimeSpan.Zero, _record.Offset, silo.Interval);
        _isOnSlot = state is not null && (_history.LastResult is not null || slot < first);
        _due = _isOnSlot ? slot : first;
        Plan();
    }

    /// <summary>Whether the target answers, as far as is known.</summary>
    public TargetState State0 { get; private set; }

    /// <summary>The time until its next run is due.</summary>
    public TimeSpan UntilNextRun => _due - _silo.Timeline.Now;

    /// <summary>Its values for the rollups.</summary>
    public KeyedValue[] Values => State0 == TargetState.Unknown ? [] : _record.Values;

    /// <summary>Returns the state that it hands over.</summary>
    public byte[] Write() => new CollectorState(
        _lineage, State0, [new RunState(FleetPlan.ScriptName, _history, new PublishedResults([], [], [], TimeSpan.Zero))]).Write();

    /// <inheritdoc/>
    protected override void OnMoved()
    {
        _plan++;
        if (_silo.World.IsTraced(Target))
        {
            _silo.World.Trace($"{_silo} has {Target} {State}");
        }

        if (State == HoldingState.Driven)
        {
            Plan();
        }
    }

    private void Plan()
    {
        int plan = ++_plan;
        _silo.Timeline.Schedule(UntilNextRun, _silo, () => Turn(plan));
    }

    private void Turn(int plan)
    {
        if (plan != _plan || State != HoldingState.Driven)
        {
            return;
        }

        if (!_silo.Gate.IsOpen)
        {
            _silo.Timeline.Schedule(ClosedPause, _silo, () => Turn(plan));
            return;
        }

        if (!_silo.Host.IsVanished)
        {
            _history.Failed(FailureReason.Script, RunTime);
            State0 = TargetState.Up;
            _silo.World.Judge.Collected(_record, _silo, _lineage, _history.Errors[(int)FailureReason.Script]);
        }

        _due = _isOnSlot ? Schedule.Following(_due, _silo.Timeline.Now, _silo.Interval) : Schedule.Next(_silo.Timeline.Now, TimeSpan.Zero, _record.Offset, _silo.Interval);
        _isOnSlot = true;
        Plan();
    }
}
