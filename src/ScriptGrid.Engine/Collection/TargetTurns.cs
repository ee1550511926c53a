using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Everything that waits for its turn on one target, and the order of turns: calls first, then due scripts in the order of the configuration, then a
/// PING if nothing else keeps the target's state up to date. Guarded by the collector's lock.
/// </summary>
internal sealed class TargetTurns(TargetCollector collector)
{
    private ScriptRun[] _runs = [];

    /// <summary>Null until the first call. Most targets never get one.</summary>
    private CallQueue? _calls;

    /// <summary>Scripts that may use only a share of the target's time are held back until then.</summary>
    private TimeSpan _busyUntil;

    /// <summary>The target's scripts, in the order of the configuration. Readable from any thread.</summary>
    public ScriptRun[] Runs => Volatile.Read(ref _runs);

    /// <summary>Whether a PING is needed, because no script runs at least once per interval and so shows whether the target answers.</summary>
    public bool NeedsPing { get; private set; }

    /// <summary>Whether a PING waits for its turn.</summary>
    public bool IsPingDue { get; set; }

    /// <summary>When the next script is due; null if none ever is.</summary>
    public TimeSpan? NextDue => Runs.Min(static run => run.NextDue);

    /// <summary>The run under way; null during a call or a PING, and while idle.</summary>
    public ScriptRun? CurrentRun { get; set; }

    /// <summary>The call under way; null during a run or a PING.</summary>
    public ScriptCall? CurrentCall => _calls?.Current;

    /// <summary>Adopts a reloaded list of scripts. Scripts that stay continue, new ones begin, removed ones retire.</summary>
    public void Update(IReadOnlyList<ScriptPlan> plans, CollectorState? before)
    {
        CollectorContext context = collector.Context;
        TimeSpan now = context.Clock.Now;
        _busyUntil = before is null ? _busyUntil : now + before.Pause;
        Volatile.Write(ref _runs, Match(plans, before, now));
        NeedsPing = !Array.Exists(_runs, run => run.Plan.Script.Interval <= context.Interval);
        if (NeedsPing)
        {
            TimeSpan offset = Schedule.Offset(collector.TargetId, "PING", context.Interval);
            collector.Agenda.SetAtLatest(collector, Schedule.First(now, offset, context.Interval));
        }
    }

    /// <summary>Queues a run. Returns false if it is already waiting or under way.</summary>
    public bool TryAdd(ScriptRun run, TimeSpan due)
    {
        if (run.IsPending || run == CurrentRun)
        {
            return false;
        }

        run.IsPending = true;
        run.DueSince = due;
        return true;
    }

    /// <summary>Queues a call.</summary>
    public void Add(ScriptCall call, TimeSpan now) => (_calls ??= new CallQueue(collector.Context.Meter)).Add(call, now);

    /// <summary>Whether anything may run now.</summary>
    public bool HasNext(TimeSpan now) => IsPingDue || _calls is { IsEmpty: false } || NextRun(now) is not null;

    /// <summary>Whether a caller awaits something that is waiting for its turn.</summary>
    public bool IsAwaited => _calls is { IsEmpty: false } || Array.Exists(_runs, static run => run is { IsPending: true, IsAwaited: true });

    /// <summary>Makes waiting runs count as due from now.</summary>
    public void CountFrom(TimeSpan now)
    {
        foreach (ScriptRun run in _runs)
        {
            if (run.IsPending)
            {
                run.DueSince = now;
            }
        }
    }

    /// <summary>Takes the next call or run, or a PING if both are null. Returns false if nothing may run now.</summary>
    public bool TryTake(TimeSpan now, out ScriptRun? run, out ScriptCall? call)
    {
        run = NextRun(now);
        call = _calls?.Take(now, run);
        if (call is not null)
        {
            run = null;
            return true;
        }

        CurrentRun = run;
        bool isTaken = run is not null || IsPingDue;
        run?.IsPending = false;
        IsPingDue &= run is not null;
        return isTaken;
    }

    /// <summary>Answers the call under way, if there is one.</summary>
    public void EndCall(Failure? failure, ReadOnlySpan<byte> reply, TimeSpan duration) =>
        _calls?.End(failure, reply, duration, collector.Link);

    /// <summary>
    /// Holds back scripts that may use only a share of the target's time, until that share covers the run: a run of 100 ms at 5 % holds them back for
    /// 2 s, counted from <paramref name="from"/>. The results of those that it holds back expire later by as much.
    /// </summary>
    public void Stretch(ScriptRun? run, TimeSpan from, TimeSpan duration)
    {
        if (run?.Plan.Script.MaxBusy is not { } share)
        {
            return;
        }

        TimeSpan begin = _busyUntil > from ? _busyUntil : from;
        TimeSpan added = from + (duration / share) - begin;
        if (added <= TimeSpan.Zero)
        {
            return;
        }

        _busyUntil = begin + added;
        TimeSpan now = collector.Context.Clock.Now;
        foreach (ScriptRun held in _runs)
        {
            if (IsHeldBack(held))
            {
                held.Results.Postpone(added, now);
            }
        }
    }

    /// <summary>How much longer the pause holds the script back.</summary>
    public TimeSpan HeldBackFor(ScriptRun run, TimeSpan now) => IsHeldBack(run) ? PauseLeft(now) : TimeSpan.Zero;

    /// <summary>How much longer the pause lasts; zero if there is none.</summary>
    public TimeSpan PauseLeft(TimeSpan now) => now < _busyUntil ? _busyUntil - now : TimeSpan.Zero;

    /// <summary>Whether the script has a run that waits for the end of the pause, or will wait for it.</summary>
    private bool IsHeldBack(ScriptRun run) =>
        run.Plan.Script is { MaxBusy: not null, Interval: not null } && (run.IsPending || run.NextDue < _busyUntil);

    /// <summary>Fails everything that waits, for a fault of the whole target.</summary>
    public void FailPending(Failure failure)
    {
        _calls?.FailWaiting(failure);
        foreach (ScriptRun run in _runs)
        {
            if (run.IsPending)
            {
                RunRecorder.RecordUnasked(collector, run, failure);
            }
        }
    }

    /// <summary>Refuses the waiting calls, because the target is no longer collected here.</summary>
    public void RefuseCalls() => _calls?.RefuseWaiting(ScriptCall.NotCollectedHere);

    /// <summary>Ends everything that waits, for good.</summary>
    public void Retire()
    {
        RefuseCalls();
        Array.ForEach(_runs, static run => run.Retire());
    }

    /// <summary>Schedules the collector for the next time it has something to do: send a PING, or start held-back runs.</summary>
    public void Rest(TimeSpan lastActivity)
    {
        if (NeedsPing)
        {
            collector.Agenda.SetAtLatest(collector, lastActivity + collector.Context.Interval);
        }

        if (Array.Exists(_runs, static run => run.IsPending))
        {
            collector.Agenda.SetAtLatest(collector, _busyUntil);
        }
    }

    /// <summary>
    /// The first waiting run in the order of the configuration, without those that have run since another one began to wait. Otherwise a script that is
    /// due again by the end of each pause would keep all after it from ever running.
    /// </summary>
    private ScriptRun? NextRun(TimeSpan now)
    {
        ScriptRun? longest = null;
        foreach (ScriptRun run in _runs)
        {
            if (MayRun(run, now) && (longest is null || run.DueSince < longest.DueSince))
            {
                longest = run;
            }
        }

        foreach (ScriptRun run in longest is null ? [] : _runs)
        {
            if (MayRun(run, now) && !(run.EndedAt > longest!.DueSince))
            {
                return run;
            }
        }

        return longest;
    }

    private bool MayRun(ScriptRun run, TimeSpan now) =>
        run.IsPending && (now >= _busyUntil || run.IsAwaited || run.Plan.Script.MaxBusy is null);

    private ScriptRun[] Match(IReadOnlyList<ScriptPlan> plans, CollectorState? before, TimeSpan now)
    {
        var known = _runs.ToDictionary(static run => run.Plan.Script.Name, StringComparer.Ordinal);
        var runs = new ScriptRun[plans.Count];
        for (int i = 0; i < runs.Length; i++)
        {
            if (known.Remove(plans[i].Script.Name, out ScriptRun? run))
            {
                run.Update(plans[i], now);
            }
            else
            {
                run = new ScriptRun(collector, plans[i]);
                run.Begin(before, now);
            }

            runs[i] = run;
        }

        foreach (ScriptRun removed in known.Values)
        {
            removed.Retire();
        }

        return runs;
    }
}
