using ScriptGrid.Discovery;
using ScriptGrid.Redis;

namespace ScriptGrid.Collection;

/// <content>What a start, a reload and a stop do to it.</content>
internal sealed partial class TargetCollector
{
    /// <summary>Takes over what the target shall be. Connection, schedule and counters stay where they can.</summary>
    public void Update(CollectorContext context, TargetSpec target, TlsContext? tls, IReadOnlyList<ScriptPlan> plans)
    {
        lock (_gate)
        {
            Context = context;
            _target = target;
            Link.Update(target, tls);
            TimeSpan now = context.Clock.Now;
            Volatile.Write(ref _runs, MatchRuns(plans, now));
            _needsPing = !_runs.Any(run => run.Plan.Script.Interval <= context.Interval);
            if (_needsPing)
            {
                TimeSpan offset = Schedule.Offset(TargetId, "PING", context.Interval);
                context.Wheel.SetAtLatest(this, Schedule.First(now, offset, context.Interval));
            }

            Health.Render();
        }
    }

    /// <summary>Stops collecting the target and closes its connection.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _state = State.Stopped;
            Context.Wheel.Remove(this);
            foreach (ScriptRun run in _runs)
            {
                Retire(run);
            }

            Link.Dispose();
        }
    }

    private ScriptRun[] MatchRuns(IReadOnlyList<ScriptPlan> plans, TimeSpan now)
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
                runs[i].ScheduleFirst(now);
            }
        }

        foreach (ScriptRun removed in before.Values)
        {
            Retire(removed);
        }

        return runs;
    }

    private void Retire(ScriptRun run)
    {
        Context.Wheel.Remove(run);
        run.IsPending = false;
        run.Settle();
    }
}
