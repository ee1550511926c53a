using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <content>What a start, a reload, a rest and a stop do to it.</content>
internal sealed partial class TargetCollector
{
    private TaskCompletionSource? _finished;

    /// <summary>Takes over what the target shall be. Connection, schedule and counters stay where they can.</summary>
    /// <param name="context">What all collectors share.</param>
    /// <param name="target">The target.</param>
    /// <param name="tls">How it speaks TLS; null is plain TCP.</param>
    /// <param name="plans">Its scripts.</param>
    /// <param name="before">What a collector in another process left of new scripts' runs; null where there was none.</param>
    public void Update(
        CollectorContext context, TargetSpec target, TlsContext? tls, IReadOnlyList<ScriptPlan> plans, CollectorState? before = null)
    {
        lock (_gate)
        {
            Context = context;
            _target = target;
            Link.Update(target, tls);
            TimeSpan now = context.Clock.Now;
            Volatile.Write(ref _runs, MatchRuns(plans, before, now));
            _needsPing = !_runs.Any(run => run.Plan.Script.Interval <= context.Interval);
            if (_needsPing)
            {
                TimeSpan offset = Schedule.Offset(TargetId, "PING", context.Interval);
                Agenda.SetAtLatest(this, Schedule.First(now, offset, context.Interval));
            }

            Health.Render(before?.State ?? Results.State);
        }
    }

    /// <summary>How long until a run is due; the longest time where none ever is.</summary>
    public TimeSpan UntilNextRun => Runs.Min(static run => run.NextDue) is { } next ? next - Context.Clock.Now : TimeSpan.MaxValue;

    /// <summary>Starts nothing more until it is resumed; what becomes due meanwhile waits, and the run under way may end.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _isPaused = true;
        }
    }

    /// <summary>Goes on where it was paused, with what became due meanwhile.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _isPaused = false;
            if (_state == State.Idle)
            {
                Rest();
            }
        }

        StartIfIdle();
    }

    /// <summary>
    /// Starts nothing more, lets the run under way end, and stops. Completes then, with what a collector in another process needs to go on.
    /// </summary>
    public async Task<CollectorState> FinishAsync()
    {
        Task finished;
        lock (_gate)
        {
            _finished ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            RefuseWaiting();
            finished = _state is State.Running ? _finished.Task : Task.CompletedTask;
        }

        await finished.ConfigureAwait(false);
        Dispose();
        TimeSpan now = Context.Clock.Now;
        return new CollectorState(
            Context.Naming.ToString(),
            Results.State,
            [.. Runs.Select(run => new RunState(run.Plan.Script.Name, run.History, run.Results.Copy(now)))]);
    }

    /// <summary>Stops collecting the target and closes its connection.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _state = State.Stopped;
            Agenda.Remove(this);
            RefuseWaiting();
            foreach (ScriptRun run in _runs)
            {
                Retire(run);
            }

            Link.Dispose();
        }
    }

    /// <summary>Goes idle: until the next script is due there may be a PING to send, or a stretched run to start.</summary>
    private void Rest()
    {
        if (_state == State.Stopped)
        {
            return;
        }

        _state = State.Idle;
        if (_finished is not null)
        {
            _finished.TrySetResult();
            return;
        }

        if (_isPaused)
        {
            return;
        }

        if (_needsPing)
        {
            Agenda.SetAtLatest(this, _lastActivity + Context.Interval);
        }

        if (Array.Exists(_runs, static run => run.IsPending))
        {
            Agenda.SetAtLatest(this, _busyUntil);
        }
    }

    private ScriptRun[] MatchRuns(IReadOnlyList<ScriptPlan> plans, CollectorState? state, TimeSpan now)
    {
        var before = _runs.ToDictionary(static run => run.Plan.Script.Name, StringComparer.Ordinal);
        var runs = new ScriptRun[plans.Count];
        for (int i = 0; i < runs.Length; i++)
        {
            if (before.Remove(plans[i].Script.Name, out ScriptRun? known))
            {
                known.Update(plans[i], now);
                runs[i] = known;
            }
            else
            {
                runs[i] = new ScriptRun(this, plans[i]);
                Begin(runs[i], state, now);
            }
        }

        foreach (ScriptRun removed in before.Values)
        {
            Retire(removed);
        }

        return runs;
    }

    private void Begin(ScriptRun run, CollectorState? state, TimeSpan now)
    {
        if (state?.Runs.FirstOrDefault(before => before.Script == run.Plan.Script.Name) is { } before)
        {
            run.Resume(before, state.Naming == Context.Naming.ToString(), now);
        }
        else
        {
            run.ScheduleFirst(now);
        }
    }

    private void Retire(ScriptRun run)
    {
        Agenda.Remove(run);
        run.IsPending = false;
        run.Settle();
    }
}
