using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <content>A turn that begins by asking for the server's role.</content>
internal sealed partial class TargetCycle
{
    /// <summary>
    /// Records the role that was read before a run, or instead of a PING. Returns false if that ended the turn: the script does not run on that role,
    /// or needs a role that cannot be read, or the target failed, or it answered and needs no PING.
    /// </summary>
    public bool TakeRole(ScriptRun? run, in RoleReading reading)
    {
        collector.NoteRole(reading);
        bool needsRole = run?.Plan.Script.On is not null;
        bool fails = reading.Failure is not null && (needsRole || !reading.IsRefused);
        if (fails || (run is null && reading.Role is not null) || IsLate || _state == CycleState.Stopped)
        {
            End(run, fails ? reading.Failure : null, []);
            return false;
        }

        if (run is not null && collector.RulesOut(run))
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
        TargetHealth health = collector.Results.Health;
        if (health.State != TargetState.Up || !health.Report.Has(FailureReason.Loading))
        {
            // A server that is loading its data reports its role, but runs nothing yet.
            HealthRecorder.Note(collector, failure: null);
        }

        HealthRecorder.NoteCertificates(collector);
        RunRecorder.RecordSkipped(collector, run);
    }
}
