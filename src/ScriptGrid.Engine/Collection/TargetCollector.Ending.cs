using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <content>How runs end, in time or not, and what its agenda does to them meanwhile.</content>
internal sealed partial class TargetCollector
{
    /// <summary>The deadline between two runs of a cycle, or between the last and rest: whatever follows puts the agenda right.</summary>
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    private static readonly TimeSpan ShortestGiveUp = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DeniedPause = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override void Mark(TimeSpan now)
    {
        lock (_gate)
        {
            switch (_state)
            {
                case State.Running when now >= _deadline:
                    BecomeOverdue(now);
                    break;
                case State.Overdue when now >= _deadline:
                    Link.Drop();
                    break;
                case State.Running or State.Overdue when _deadline != Never:
                    Agenda.Set(this, _deadline);
                    break;
                case State.Idle:
                    _isPingDue = _needsPing && now - _lastActivity >= Context.Interval;
                    if (!_isPingDue)
                    {
                        Rest();
                    }

                    break;
            }
        }
    }

    /// <inheritdoc/>
    public override void Start() => StartIfIdle();

    /// <summary>Records the end of the run or call under way, unless it was recorded as timed out before.</summary>
    public void End(ScriptRun? run, Failure? failure, RedisExchange exchange)
    {
        lock (_gate)
        {
            if (_call is not null)
            {
                EndCall(_call, failure, exchange);
            }

            if (failure is { IsConnectionLost: true })
            {
                Link.Drop();
            }

            if (_state == State.Stopped)
            {
                return;
            }

            if (failure is { Reason: FailureReason.Busy })
            {
                failure = failure with { IsTargetFault = true };
            }

            _lastActivity = Context.Clock.Now;
            Health.Note(failure);
            bool wasOverdue = _state == State.Overdue;
            _state = State.Running;
            _current = null;
            _deadline = Never;
            if (wasOverdue)
            {
                Stretch(run, _lastActivity, run?.Plan.Script.Timeout ?? TimeSpan.Zero);
                return;
            }

            if (run is not null)
            {
                RecordAsked(run, failure, exchange);
            }

            if (failure is { IsTargetFault: true })
            {
                FailPending(failure);
            }
        }
    }

    /// <summary>Records a due run that was not asked for, since it is known to fail.</summary>
    public void EndUnasked(ScriptRun? run, Failure known)
    {
        lock (_gate)
        {
            _current = null;
            _deadline = Never;
            if (run is null)
            {
                _lastActivity = _startedAt;
                return;
            }

            RecordUnasked(run, known);

            // A script that the server denies says nothing of the target.
            _isPingDue = !known.IsTargetFault && !known.IsConnectionLost && _startedAt - _lastActivity >= Context.Interval;
        }
    }

    /// <summary>What a run ends with after an exception, which is a bug: one target's shall stop nothing else.</summary>
    public Failure Defect(Exception defect)
    {
        Log.Defect(Context.Logger, defect, TargetId);
        return Failure.Unusable(FailureReason.Protocol, $"internal error: {defect.Message}");
    }

    private void RecordAsked(ScriptRun run, Failure? failure, RedisExchange exchange)
    {
        TimeSpan duration = Context.Clock.Now - _startedAt;
        if (failure is null)
        {
            RunRecorder.RecordReply(Context, TargetId, _label, run, duration, exchange.Reply);
        }
        else
        {
            RunRecorder.RecordFailure(Context, TargetId, _label, run, duration, failure);
        }

        NoteDenial(run, failure);

        Context.Meter.Collected(run.History.LastResult!.Value, _startedAt - run.DueSince, duration);
        Stretch(run, _startedAt, duration);
    }

    /// <summary>
    /// Holds back scripts with a share of the target's time until the run is paid for. Of a run that outlived its timeout only that counts, from
    /// when its reply came: nobody knows whether the script took the time, or the network.
    /// </summary>
    private void Stretch(ScriptRun? run, TimeSpan from, TimeSpan duration)
    {
        if (run?.Plan.Script.MaxBusy is { } share)
        {
            _busyUntil = from + (duration / share);
        }
    }

    /// <summary>What the server denies it will go on to deny, and note each time in its ACL log: the script rests for a while.</summary>
    private void NoteDenial(ScriptRun run, Failure? failure)
    {
        bool isDenied = failure is { Reason: FailureReason.Denied, IsTargetFault: false };
        run.Denial = isDenied ? failure : null;
        run.DeniedUntil = isDenied ? Context.Clock.Now + DeniedPause : TimeSpan.Zero;
    }

    private void RecordUnasked(ScriptRun run, Failure failure)
    {
        run.IsPending = false;
        RunRecorder.RecordFailure(Context, TargetId, _label, run, TimeSpan.Zero, failure);
        Context.Meter.FailedUnasked();
    }

    private void FailPending(Failure failure)
    {
        FailWaiting(failure);
        foreach (ScriptRun run in _runs)
        {
            if (run.IsPending)
            {
                RecordUnasked(run, failure);
            }
        }
    }

    /// <summary>
    /// Records the run under way as timed out, and what else is due. A script still runs on the server, so its reply is awaited and
    /// nothing else is asked; a connection that is still being opened is given up at once.
    /// </summary>
    private void BecomeOverdue(TimeSpan now)
    {
        _state = State.Overdue;
        Link.IsLate = true;
        Failure failure = Overdue();
        if (Link.IsOpening)
        {
            Link.Drop();
            failure = failure with { IsConnectionLost = true };
        }

        Health.Note(failure);
        ScriptSpec? script = (_current?.Plan ?? _call?.Plan)?.Script;
        if (_current is { } run)
        {
            RunRecorder.RecordFailure(Context, TargetId, _label, run, now - _startedAt, failure);
            Context.Meter.Collected(run.History.LastResult!.Value, _startedAt - run.DueSince, now - _startedAt);
        }
        else if (_call is { } call)
        {
            Answer(call, new CallResult(CallEnd.Failed, failure, [], now - _startedAt));
        }

        if (script is { KillOnTimeout: true } && !Link.IsOpening)
        {
            _ = ScriptKiller.KillAsync(Context, _target, Link.Tls, script.Name);
        }

        FailPending(failure);
        _finished?.TrySetResult();
        TimeSpan patience = 3 * (script?.Interval ?? Context.Interval);
        _deadline = _startedAt + (patience > ShortestGiveUp ? patience : ShortestGiveUp);
        Agenda.Set(this, _deadline);
    }

    private Failure Overdue() =>
        new(FailureReason.Timeout, Link.IsOpening ? "no connection in time" : "no reply in time; the target is not asked again until it comes")
        {
            IsTargetFault = true,
        };
}
