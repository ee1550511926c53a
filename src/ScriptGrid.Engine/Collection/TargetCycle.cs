using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// What is under way with one target: nothing, or one run, call or PING until its reply came, with the deadline for it. It takes turns from
/// <see cref="TargetTurns"/>, decides and records, and never waits. Guarded by the collector's lock.
/// </summary>
internal sealed partial class TargetCycle(TargetCollector collector)
{
    /// <summary>The deadline between two turns, or between the last one and rest.</summary>
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    /// <summary>Completes when the turn under way has ended; null until the collector is told to finish.</summary>
    private TaskCompletionSource? _finished;

    private TimeSpan _deadline;
    private CycleState _state;
    private bool _isPaused;

    /// <summary>What waits for its turn.</summary>
    public TargetTurns Turns { get; } = new(collector);

    /// <summary>When the turn under way, or the last one, began.</summary>
    public TimeSpan StartedAt { get; private set; }

    /// <summary>When a turn last ended, in time since the engine's start.</summary>
    public TimeSpan LastActivity { get; private set; } = collector.Context.Clock.Now - collector.Context.Interval;

    /// <summary>Whether no more turns are taken.</summary>
    public bool IsEnding => _state == CycleState.Stopped || _finished is not null;

    private CollectorContext Context => collector.Context;

    /// <summary>Makes a script due, or fails it where the target is overdue. False where it waits for its turn already, or is under way.</summary>
    public bool TryMakeDue(ScriptRun run, TimeSpan due)
    {
        if (IsLate)
        {
            RunRecorder.RecordUnasked(collector, run, collector.Link.LastFailure);
            return true;
        }

        return Turns.TryAdd(run, due);
    }

    /// <summary>Lets a call wait for its turn, or answers it where it gets none.</summary>
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

    /// <summary>Begins, where something may go and nothing is under way; or stands in line to connect, where nobody waits for the result.</summary>
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

    /// <summary>The target's turn to connect has come: begins, where something may still go. What waited counts as due now.</summary>
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

    /// <summary>Takes the next call or run, or a PING where both are null; false where the target comes to rest.</summary>
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

    /// <summary>Ends the turn under way, and records it unless it was recorded as timed out before.</summary>
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
            Turns.Stretch(run, StartedAt, run.History.LastDuration);
        }

        if (failure is { IsTargetFault: true })
        {
            Turns.FailPending(failure);
        }
    }

    /// <summary>Ends a turn in which the target was not asked, since it is known to fail.</summary>
    public void EndUnasked(ScriptRun? run, Failure known)
    {
        (Turns.CurrentRun, _deadline) = (null, Never);
        if (run is null)
        {
            LastActivity = StartedAt;
            return;
        }

        RunRecorder.RecordUnasked(collector, run, known);

        // A script that the server denies says nothing about the target.
        Turns.IsPingDue = known is { IsTargetFault: false, IsConnectionLost: false } && IsQuiet(StartedAt);
    }

    /// <summary>Does what is due by now: fails a turn beyond its deadline, gives up a reply that never comes, makes a PING due.</summary>
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

    /// <summary>Takes no turns until it is resumed; what becomes due meanwhile waits, and the turn under way may end.</summary>
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

    /// <summary>Starts nothing more; completes when the turn under way has ended.</summary>
    public Task FinishAsync()
    {
        _finished ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Turns.RefuseCalls();
        return _state == CycleState.Running ? _finished.Task : Task.CompletedTask;
    }

    /// <summary>Starts nothing more, and records nothing more.</summary>
    public void Stop()
    {
        _state = CycleState.Stopped;
        Turns.Retire();
    }

    private bool IsQuiet(TimeSpan now) => now - LastActivity >= Context.Interval;

    private bool MayGo(TimeSpan now) => !IsEnding && !_isPaused && Turns.HasNext(now);

    /// <summary>Goes idle: until the next script is due there may be a PING to send, or a held-back run to start.</summary>
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
