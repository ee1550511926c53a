using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <content>A turn that begins with the question for the server's role.</content>
internal sealed partial class TargetCycle
{
    /// <summary>
    /// Takes note of the role that was read ahead of a run, or instead of a PING. False where the turn has ended with that: the role rules the run out, is
    /// needed and cannot be read, or the target failed; a PING is needless then in any case.
    /// </summary>
    public bool TakeRole(ScriptRun? run, in RoleReading reading)
    {
        collector.NoteRole(reading);
        bool needsRole = run?.Plan.Script.On is not null;
        bool fails = reading.Failure is not null && (needsRole || !reading.IsRefused);
        if (fails || run is null || IsLate || _state == CycleState.Stopped)
        {
            End(run, fails ? reading.Failure : null, []);
            return false;
        }

        if (collector.RulesOut(run))
        {
            EndSkipped(run);
            return false;
        }

        return true;
    }

    private void EndSkipped(ScriptRun run)
    {
        LastActivity = Context.Clock.Now;
        (Turns.CurrentRun, _deadline) = (null, Never);
        HealthRecorder.Note(collector, failure: null);
        RunRecorder.RecordSkipped(collector, run);
    }
}
