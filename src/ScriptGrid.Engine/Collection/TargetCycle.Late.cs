using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <content>A turn beyond its timeout: it is recorded as failed, its reply is awaited for a while, and the target is probed meanwhile.</content>
internal sealed partial class TargetCycle
{
    /// <summary>Whether the last SCRIPT KILL had no answer and has to be sent again: at first a server reads nothing from other connections.</summary>
    private volatile bool _isKillDue;

    /// <summary>Whether the current turn was recorded as timed out.</summary>
    private bool IsLate => _state is CycleState.Overdue or CycleState.Probing or CycleState.LastMoment;

    /// <summary>The script that the current turn runs; null for a PING, and for a call that is a command.</summary>
    private ScriptSpec? CurrentScript => (Turns.CurrentRun?.Plan ?? Turns.CurrentCall?.Plan)?.Script;

    /// <summary>When the current turn is given up, together with its connection.</summary>
    private TimeSpan GiveUpAt => StartedAt + LateReply.Patience(CurrentScript?.Interval ?? Context.Interval);

    /// <summary>
    /// Whether to probe the target now, over a separate connection, because a reply is overdue. If so, the state becomes
    /// <see cref="CycleState.Probing"/>.
    /// </summary>
    public bool TryProbe()
    {
        bool probes = _state == CycleState.Overdue && Context.Clock.Now >= _deadline;
        _state = probes ? CycleState.Probing : _state;
        return probes;
    }

    /// <summary>Records the result of a probe; without a failure it is PONG.</summary>
    public void EndProbe(SideAnswer answer)
    {
        if (_state != CycleState.Probing)
        {
            return; // The late reply has arrived meanwhile.
        }

        TimeSpan now = Context.Clock.Now;
        ProbeVerdict verdict = LateReply.Judge(answer);
        _state = verdict == ProbeVerdict.Answers ? CycleState.LastMoment : CycleState.Overdue;
        _deadline = now + (verdict == ProbeVerdict.Answers ? Context.Timeout : LateReply.ProbePause(Context.Interval));
        collector.Agenda.Set(collector, _deadline);
        switch (verdict)
        {
            case ProbeVerdict.Answers:
                NoteAnswer(Turns.CurrentRun, isGivenUp: true);
                break;
            case ProbeVerdict.Refused:
                HealthRecorder.Note(collector, Evidence.Refused, answer.Failure);
                if (_isKillDue && answer.Failure is { Reason: FailureReason.Busy })
                {
                    Kill();
                }

                break;
            case ProbeVerdict.Silent:
                HealthRecorder.Note(collector, collector.Link.LastFailure);
                break;
            case ProbeVerdict.Gone:
                HealthRecorder.Note(collector, Evidence.Silent, answer.Failure);
                collector.Link.Drop();
                break;
        }
    }

    /// <summary>
    /// Records the current turn as timed out, and fails everything else that is due. The script may still be running on the server, so its reply is
    /// awaited and nothing else is asked. A connection that is still being opened, or does not answer PING, is given up at once.
    /// </summary>
    private void BecomeOverdue(TimeSpan now)
    {
        _state = CycleState.Overdue;
        TargetLink link = collector.Link;
        bool isPing = Turns.CurrentRun is null && Turns.CurrentCall is null;
        bool isGivenUp = isPing || link.IsOpening;
        Failure failure = link.BecomeLate(_deadline - StartedAt, isPing);
        HealthRecorder.Note(collector, isGivenUp ? Evidence.Silent : Evidence.Late, failure);
        if (Turns.CurrentRun is { } run)
        {
            RunRecorder.RecordAsked(collector, run, StartedAt, failure, []);
        }

        Turns.EndCall(failure, [], now - StartedAt);
        _isKillDue = false;
        if (!isGivenUp)
        {
            Kill();
        }

        Turns.FailPending(failure);
        _finished?.TrySetResult();
        _deadline = now; // The first probe is due now.
        if (isGivenUp)
        {
            _state = CycleState.LastMoment;
            link.Drop();
        }
    }

    /// <summary>Kills the current script if it is to be killed, one attempt at a time: a second one could reach another script, once the first has done its work.</summary>
    private void Kill()
    {
        if (CurrentScript is { KillOnTimeout: true } script)
        {
            _isKillDue = false;
            _ = KillAsync(script.Name);
        }
    }

    private async Task KillAsync(string script)
    {
        TargetLink link = collector.Link;
        _isKillDue = await ScriptKiller.KillAsync(Context, link.Target, link.Tls, script).ConfigureAwait(false) is { Reason: FailureReason.Timeout };
    }

    /// <summary>Ends a turn that has been recorded as timed out. If its connection was given up, that is no new evidence about the target.</summary>
    private void EndLate(ScriptRun? run, Failure? failure, TimeSpan now)
    {
        // The script or the network may have taken the time. Only the script's timeout counts, from now on.
        Turns.Stretch(run, now, run?.Plan.Script.Timeout ?? TimeSpan.Zero);
        if (TargetHealth.EvidenceOf(failure) == Evidence.Answered)
        {
            NoteAnswer(run, isGivenUp: false);
        }
        else if (failure is not { IsConnectionLost: true })
        {
            HealthRecorder.Note(collector, failure);
        }
    }

    /// <summary>
    /// Records that the target answers. Unless the log says that the target is silent, it was the script that took too long. A script that is given
    /// up repeatedly rests, so that its runs do not pile up on a server that answers others meanwhile.
    /// </summary>
    private void NoteAnswer(ScriptRun? run, bool isGivenUp)
    {
        bool wasSilent = collector.Results.Health is { State: TargetState.Down, Report.IsTold: true };
        HealthRecorder.Note(collector, failure: null);
        if (run is not null && !wasSilent && !RunRecorder.TryTellSlow(collector, run) && isGivenUp)
        {
            run.Rest(collector.Link.LastFailure with { IsTargetFault = false }, GiveUpAt);
        }
    }
}
