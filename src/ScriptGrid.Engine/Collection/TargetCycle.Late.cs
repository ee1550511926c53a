using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <content>A turn beyond its timeout: recorded as failed, its reply awaited for a while, the target probed meanwhile.</content>
internal sealed partial class TargetCycle
{
    /// <summary>Whether the turn under way was recorded as timed out.</summary>
    private bool IsLate => _state is CycleState.Overdue or CycleState.Probing or CycleState.LastMoment;

    /// <summary>The script that the turn under way runs; null for a PING, and for a call that is a command.</summary>
    private ScriptSpec? CurrentScript => (Turns.CurrentRun?.Plan ?? Turns.CurrentCall?.Plan)?.Script;

    /// <summary>When the turn under way is given up together with its connection.</summary>
    private TimeSpan GiveUpAt => StartedAt + LateReply.Patience(CurrentScript?.Interval ?? Context.Interval);

    /// <summary>Whether the target has to be probed now, over a connection of its own, since a reply is overdue. It is being probed then.</summary>
    public bool TryProbe()
    {
        bool probes = _state == CycleState.Overdue && Context.Clock.Now >= _deadline;
        _state = probes ? CycleState.Probing : _state;
        return probes;
    }

    /// <summary>Takes note of what a probe brought; null is PONG.</summary>
    public void EndProbe(Failure? answer)
    {
        if (_state != CycleState.Probing)
        {
            return; // The late reply has come meanwhile.
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
                HealthRecorder.Note(collector, Evidence.Refused, answer);
                break;
            case ProbeVerdict.Silent:
                HealthRecorder.Note(collector, collector.Link.LastFailure);
                break;
            case ProbeVerdict.Gone:
                HealthRecorder.Note(collector, Evidence.Silent, answer);
                collector.Link.Drop();
                break;
        }
    }

    /// <summary>
    /// Records the turn under way as timed out, and fails what else is due. A script may still run on the server, so its reply is awaited and nothing
    /// else is asked; a connection that is still being opened, or does not answer PING, is given up at once.
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
        if (CurrentScript is { KillOnTimeout: true } script && !isGivenUp)
        {
            _ = ScriptKiller.KillAsync(Context, link.Target, link.Tls, script.Name);
        }

        Turns.FailPending(failure);
        _finished?.TrySetResult();
        _deadline = now; // of the first probe
        if (isGivenUp)
        {
            _state = CycleState.LastMoment;
            link.Drop();
        }
    }

    /// <summary>Ends a turn that was recorded as timed out before. A connection that was given up says nothing new.</summary>
    private void EndLate(ScriptRun? run, Failure? failure, TimeSpan now)
    {
        // Whether the script took the time or the network is not known: its timeout is all that counts, from now on.
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
    /// The target answers. Where it was not told to be silent, it was the script that took too long; one that is given up time and again rests, lest it
    /// run many times at once on a server that answers others meanwhile.
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
