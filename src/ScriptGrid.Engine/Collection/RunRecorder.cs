using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Turns the end of a run into what is exposed: judges the reply, counts, renders, publishes, and logs what changed. Runs inline where
/// the reply came in, so it is short and never waits.
/// </summary>
internal static class RunRecorder
{
    [ThreadStatic]
    private static Scratch? _scratch;

    /// <summary>Records a run that ended with a reply.</summary>
    public static void RecordReply(
        CollectorContext context, string target, ReadOnlySpan<byte> targetLabel, ScriptRun run, TimeSpan duration, ReadOnlySpan<byte> reply)
    {
        Scratch scratch = _scratch ??= new Scratch();
        ReplyVerdict verdict = ReplyJudge.Judge(run.Plan.Script, reply, scratch.Samples);
        if (verdict.Failure is null)
        {
            run.History.Succeeded(verdict.Result, duration, context.Clock.UnixTime);
        }
        else
        {
            run.History.Failed(verdict.Failure.Reason, duration);
        }

        Publish(context, targetLabel, run, scratch, reply);
        NoteChange(context, target, run, verdict.Failure);
    }

    /// <summary>Records a run that ended without a reply to judge.</summary>
    public static void RecordFailure(
        CollectorContext context, string target, ReadOnlySpan<byte> targetLabel, ScriptRun run, TimeSpan duration, Failure failure)
    {
        Scratch scratch = _scratch ??= new Scratch();
        scratch.Samples.Clear();
        run.History.Failed(failure.Reason, duration);
        Publish(context, targetLabel, run, scratch, []);
        NoteChange(context, target, run, failure);
    }

    private static void Publish(
        CollectorContext context, ReadOnlySpan<byte> targetLabel, ScriptRun run, Scratch scratch, ReadOnlySpan<byte> reply)
    {
        ScriptPlan plan = run.Plan;
        scratch.Renderer.Render(
            context.Families, targetLabel, plan.Labels, run.History, scratch.Samples.Samples, reply);
        TimeSpan now = context.Clock.Now;
        TimeSpan stretch = plan.Script.MaxBusy is { } share ? run.History.LastDuration / share : TimeSpan.Zero;
        run.Results.Publish(
            scratch.Renderer.Lines,
            scratch.Renderer.Sections,
            plan.Script.Aggregate == Aggregations.None ? [] : KeepValues(run, scratch.Samples.Samples, reply, now),
            now + stretch + plan.Script.Expiry);
        run.Settle();
    }

    /// <summary>Copies the values out of the reply; a key that stands where it stood before keeps its string.</summary>
    private static KeyedValue[] KeepValues(ScriptRun run, ReadOnlySpan<Sample> samples, ReadOnlySpan<byte> reply, TimeSpan now)
    {
        KeyedValue[] before = run.Results.ReadValues(now);
        var values = new KeyedValue[samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            ReadOnlySpan<byte> key = samples[i].KeyIn(reply);
            string text = i < before.Length && IsSame(key, before[i].Key) ? before[i].Key : ExpositionBuffer.ToText(key);
            values[i] = new KeyedValue(text, samples[i].Value);
        }

        return values;
    }

    private static bool IsSame(ReadOnlySpan<byte> key, string text) => Ascii.Equals(key, text);

    /// <summary>Logs the first failure, each change of reason, and recovery. Faults of a whole target are logged once, by its collector.</summary>
    private static void NoteChange(CollectorContext context, string target, ScriptRun run, Failure? failure)
    {
        Failure? before = run.LastFailure;
        run.LastFailure = failure;
        if (failure is { IsTargetFault: true } or { IsConnectionLost: true, Reason: FailureReason.Connection } || failure?.Reason == before?.Reason)
        {
            return;
        }

        if (failure is null)
        {
            if (before is { IsTargetFault: true })
            {
                return;
            }

            Log.ScriptRecovered(context.Logger, target, run.Plan.Script.Name);
            return;
        }

        Log.ScriptFailed(
            context.Logger, target, run.Plan.Script.Name, Failure.Label(failure.Reason), RedisErrors.LineSuffix(failure.Message), failure.Message);
    }

    /// <summary>What one thread needs for the recording under way.</summary>
    private sealed class Scratch
    {
        public SampleList Samples { get; } = new();

        public ResultRenderer Renderer { get; } = new();
    }
}
