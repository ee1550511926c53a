using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// What is under way with one target: nothing, or one run, call or PING until its reply, with its deadline. It takes turns from
/// <see cref="TargetTurns"/>, decides and records, and never waits. Guarded by the collector's lock.
/// </summary>
internal sealed partial class TargetCycle(TargetCollector collector)
{
    /// <summary>The deadline while no turn is under way.</summary>
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    /// <summary>Completes when the current turn has ended; null until <see cref="FinishAsync"/> is called.</summary>
    private TaskCompletionSource? _finished;

    private TimeSpan _deadline;
    private CycleState _state;
    private bool _isPaused;

    /// <summary>Everything that waits for its turn.</summary>
    public TargetTurns Turns { get; } = new(collector);

    /// <summary>When the current or, if there is none, the last turn began.</summary>
    public TimeSpan StartedAt { get; private set; }

    /// <summary>When a turn last ended, as time since the engine's start.</summary>
    public TimeSpan LastActivity { get; private set; } = collector.Context.Clock.Now - collector.Context.Interval;

    /// <summary>Whether no further turns are taken.</summary>
    public bool IsEnding => _state == CycleState.Stopped || _finished is not null;

    private CollectorContext Context => collector.Context;

    /// <summary>Makes a script due, or fails it if the target is overdue. Returns false if the script is already waiting or running.</summary>
    public bool TryMakeDue(ScriptRun run, TimeSpan due)
    {
        if (IsLate)
        {
            RunRecorder.RecordUnasked(collector, run, collector.Link.LastFailure);
            return true;
        }

        return Turns.TryAdd(run, due);
    }

    /// <summary>Queues a call, or answers it at once if it cannot get a turn.</summary>
    public void Call(ScriptCall call)
    {
        if (IsEnding)
        {
            call.Refuse(ScriptCall.NotCollectedHere, Context.Meter);
        }
        else if (IsLate)
        {
            call.FailUnsent(collector.Link.LastFailure, Context.Meter);
        }
        else
        {
            Turns.Add(call, Context.Clock.Now);
        }
    }

    /// <summary>
    /// Begins a cycle if something may run and nothing is under way; returns false otherwise. If the connection has to be opened and no caller awaits
    /// the result, the target may first have to wait in line to connect.
    /// </summary>
    public bool TryBegin()
    {
        TimeSpan now = Context.Clock.Now;
        if (_state is not (CycleState.Idle or CycleState.Queued) || !MayGo(now))
        {
            return false;
        }

        TargetLink link = collector.Link;
        if (link.HasToOpen(now) && !Turns.IsAwaited && (_state == CycleState.Queued || !Context.Pace.TryPass(collector, link.IsDown)))
        {
            _state = CycleState.Queued;
            return false;
        }

        _state = CycleState.Running;
        return true;
    }

    /// <summary>Begins a cycle, if something may still run, when the target's turn to connect comes. Waiting runs count as due from now.</summary>
    public bool TryConnect()
    {
        if (_state != CycleState.Queued)
        {
            return false;
        }

        TimeSpan now = Context.Clock.Now;
        if (!MayGo(now))
        {
            Rest();
            return false;
        }

        Turns.CountFrom(now);
        _state = CycleState.Running;
        return true;
    }

    /// <summary>Takes the next call or run, or a PING if both are null. Returns false if the target comes to rest.</summary>
    public bool TryTake(out ScriptRun? run, out ScriptCall? call)
    {
        (run, call) = (null, null);
        TimeSpan now = Context.Clock.Now;
        if (IsEnding || _isPaused || !Turns.TryTake(now, out run, out call))
        {
            Rest();
            return false;
        }

        collector.Link.BeginTurn(Context, now);
        StartedAt = now;
        _deadline = now + (call?.Timeout ?? run?.Plan.Script.Timeout ?? Context.Timeout);
        collector.Agenda.SetAtLatest(collector, _deadline);
        return true;
    }

    /// <summary>Ends the current turn, and records it unless it has been recorded as timed out.</summary>
    public void End(ScriptRun? run, Failure? failure, ReadOnlySpan<byte> reply)
    {
        TimeSpan now = Context.Clock.Now;
        Turns.EndCall(failure, reply, now - StartedAt);
        if (failure is not null)
        {
            collector.Link.Heed(failure, run?.Plan ?? Turns.CurrentCall?.Plan, now);
        }

        if (_state == CycleState.Stopped)
        {
            return;
        }

        bool wasLate = IsLate;
        _state = CycleState.Running;
        LastActivity = now;
        (Turns.CurrentRun, _deadline) = (null, Never);
        if (wasLate)
        {
            EndLate(run, failure, now);
            return;
        }

        HealthRecorder.Note(collector, failure);
        HealthRecorder.NoteCertificates(collector);

        if (run is not null)
        {
            RunRecorder.RecordAsked(collector, run, StartedAt, failure, reply);
            Turns.Stretch(run, StartedAt, run.History.LastDuration.GetValueOrDefault());
        }

        if (failure is { IsTargetFault: true })
        {
            Turns.FailPending(failure);
        }
    }

    /// <summary>Ends a turn in which the target was not asked because the run is known to fail.</summary>
    public void EndUnasked(ScriptRun? run, Failure known)
    {
        (Turns.CurrentRun, _deadline) = (null, Never);
        if (run is null)
        {
            LastActivity = StartedAt;
            return;
        }

        RunRecorder.RecordUnasked(collector, run, known);

        // If the server denies a script, that says nothing about the target.
        Turns.IsPingDue = known is { IsTargetFault: false, IsConnectionLost: false } && IsQuiet(StartedAt);
    }

    /// <summary>Does what is due now: fails a turn beyond its deadline, gives up a reply that does not come, makes a PING due.</summary>
    public void Tick(TimeSpan now)
    {
        switch (_state)
        {
            case CycleState.Running when now >= _deadline:
                BecomeOverdue(now);
                break;
            case CycleState.Overdue when now >= GiveUpAt:
            case CycleState.LastMoment when now >= _deadline:
                collector.Link.Drop();
                break;
            case CycleState.Running or CycleState.Overdue or CycleState.LastMoment when now < _deadline && _deadline != Never:
                collector.Agenda.Set(collector, _deadline);
                break;
            case CycleState.Idle:
                Turns.IsPingDue = Turns.NeedsPing && IsQuiet(now);
                if (!Turns.IsPingDue)
                {
                    Rest();
                }

                break;
        }
    }

    /// <summary>Takes no turns until <see cref="Resume"/>. What becomes due meanwhile waits; the current turn may end.</summary>
    public void Pause() => _isPaused = true;

    /// <summary>Takes turns again.</summary>
    public void Resume()
    {
        _isPaused = false;
        if (_state == CycleState.Idle)
        {
            Rest();
        }
    }

    /// <summary>Starts nothing further; completes when the current turn has ended.</summary>
    public Task FinishAsync()
    {
        _finished ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Turns.RefuseCalls();
        return _state == CycleState.Running ? _finished.Task : Task.CompletedTask;
    }

    /// <summary>Starts nothing further, and records nothing further.</summary>
    public void Stop()
    {
        _state = CycleState.Stopped;
        Turns.Retire();
    }

    private bool IsQuiet(TimeSpan now) => now - LastActivity >= Context.Interval;

    private bool MayGo(TimeSpan now) => !IsEnding && !_isPaused && Turns.HasNext(now);

    /// <summary>Goes idle. Before the next script is due there may be a PING to send, or a held-back run to start.</summary>
    private void Rest()
    {
        _finished?.TrySetResult();
        _state = _state == CycleState.Stopped ? CycleState.Stopped : CycleState.Idle;
        if (!IsEnding && !_isPaused)
        {
            Turns.Rest(LastActivity);
        }
    }
}
