using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Turns the end of a run into results: judges the reply, counts, renders, publishes, and logs changes. It runs on the thread that received the
/// reply, so it is short and never waits.
/// </summary>
internal static class RunRecorder
{
    [ThreadStatic]
    private static Scratch? _scratch;

    /// <summary>Records a run for which the target was asked, and which ended with a reply or a failure.</summary>
    public static void RecordAsked(
        TargetCollector collector, ScriptRun run, TimeSpan startedAt, Failure? failure, ReadOnlySpan<byte> reply)
    {
        CollectorContext context = collector.Context;
        TimeSpan now = context.Clock.Now;
        if (failure is null)
        {
            RecordReply(collector, run, now - startedAt, reply);
        }
        else if (collector.RulesOut(run))
        {
            RecordSkipped(collector, run);
            return;
        }
        else
        {
            RecordFailure(collector, run, collector.Link.WasSent ? now - startedAt : null, failure);
        }

        run.NoteDenial(failure, now);
        context.Meter.Collected(run.History.LastResult!.Value, startedAt - run.DueSince, now - startedAt);
    }

    /// <summary>Records a due run as failed without asking the target, because the run is known to fail.</summary>
    public static void RecordUnasked(TargetCollector collector, ScriptRun run, Failure failure)
    {
        run.IsPending = false;
        if (collector.RulesOut(run))
        {
            RecordSkipped(collector, run);
            return;
        }

        RecordFailure(collector, run, duration: null, failure);
        collector.Context.Meter.FailedUnasked();
    }

    /// <summary>
    /// Records a run as skipped because of the target's role. This holds even if the target fails meanwhile: the script would not have run anyway.
    /// </summary>
    public static void RecordSkipped(TargetCollector collector, ScriptRun run)
    {
        run.Skip();
        collector.Context.Meter.Skipped();
    }

    private static void RecordReply(TargetCollector collector, ScriptRun run, TimeSpan duration, ReadOnlySpan<byte> reply)
    {
        Scratch scratch = _scratch ??= new Scratch();
        ReplyVerdict verdict = ReplyJudge.Judge(run.Plan.Script, run.Plan.Declared, reply, scratch.Samples);
        if (verdict.Failure is null)
        {
            run.History.Succeeded(verdict.Result, duration, collector.Context.Clock.UnixTime);
        }
        else
        {
            run.History.Failed(verdict.Failure.Reason, duration);
        }

        Publish(collector, run, scratch, verdict.Failure?.Reason, reply);
        NoteChange(collector, run, verdict.Failure is { } failure ? collector.Context.Secrets.Mask.Apply(failure) : null);
    }

    private static void RecordFailure(TargetCollector collector, ScriptRun run, TimeSpan? duration, Failure failure)
    {
        Scratch scratch = _scratch ??= new Scratch();
        scratch.Samples.Clear();
        run.History.Failed(failure.Reason, duration);
        Publish(collector, run, scratch, failure.Reason, []);
        NoteChange(collector, run, failure);
    }

    private static void Publish(TargetCollector collector, ScriptRun run, Scratch scratch, FailureReason? reason, ReadOnlySpan<byte> reply)
    {
        CollectorContext context = collector.Context;
        ScriptPlan plan = run.Plan;
        scratch.Renderer.Render(context.Families, collector.Label, plan.Labels, run.History, scratch.Samples, reply);
        TimeSpan now = context.Clock.Now;
        collector.Results.RecordedAt = now;
        run.Results.Publish(
            scratch.Renderer.Lines,
            scratch.Renderer.Sections,
            plan.Script.Aggregate == Aggregations.None ? [] : scratch.Rollups.Keep(plan.Script, run.History, reason, scratch.Samples, reply),
            now + collector.HeldBackFor(run, now) + plan.Script.Expiry);
        Trace(context, run, scratch, now, reply);
        if (run.Results.IsLeftOut)
        {
            context.Meter.Dropped(plan.Script.Name, run.Results.Count(now).Given);
        }

        run.End(now);
        run.Settle();
    }

    private static void Trace(CollectorContext context, ScriptRun run, Scratch scratch, TimeSpan now, ReadOnlySpan<byte> reply)
    {
        run.Trail = context.KeepsHistory ? run.Trail ?? new RunTrail() : null;
        run.Trail?.Record(context.Clock.Origin + now, run.History.LastResult!.Value, run.History.LastDuration.GetValueOrDefault(), scratch.Samples, reply);
    }

    /// <summary>
    /// Logs that a run recorded as timed out failed because of its script and not because of its target, which was unknown at the timeout. Returns
    /// false if the failure has already been logged.
    /// </summary>
    public static bool TryTellSlow(TargetCollector collector, ScriptRun run) =>
        run.LastFailure is { } failure && Tell(collector, run, failure, isTargets: false) == ScriptNews.Failed;

    private static void NoteChange(TargetCollector collector, ScriptRun run, Failure? failure)
    {
        run.LastFailure = failure;
        if (failure is not null || run.Report.IsTold)
        {
            Tell(collector, run, failure, isTargets: TargetHealth.EvidenceOf(failure) != Evidence.Answered);
        }
    }

    private static ScriptNews Tell(TargetCollector collector, ScriptRun run, Failure? failure, bool isTargets)
    {
        (run.Report, ScriptNews news) = ScriptHealth.After(run.Report, failure, isTargets);
        ILogger logger = collector.Context.Logger;
        string script = run.Plan.Script.Name;
        if (news == ScriptNews.Failed)
        {
            Log.ScriptFailed(
                logger, collector.TargetId, script, Failure.Label(failure!.Reason), RedisErrors.LineSuffix(failure.Message), failure.Explanation);
        }
        else if (news == ScriptNews.Recovered)
        {
            Log.ScriptRecovered(logger, collector.TargetId, script);
        }

        return news;
    }

    /// <summary>The buffers that a thread reuses for each recording.</summary>
    private sealed class Scratch
    {
        public SampleList Samples { get; } = new();

        public ResultRenderer Renderer { get; } = new();

        public RollupKeeper Rollups { get; } = new();
    }
}
