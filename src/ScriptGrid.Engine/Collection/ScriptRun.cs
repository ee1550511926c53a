using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// One script on one target: when it is due next, whether it waits for its turn, and what its runs gave. Its fields are guarded by the
/// collector's lock, except for what only the agenda touches.
/// </summary>
internal sealed class ScriptRun(TargetCollector collector, ScriptPlan plan) : AgendaEntry
{
    private static readonly TimeSpan DeniedPause = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Never = TimeSpan.MinValue;

    private TimeSpan _due;
    private TimeSpan _endedAt = Never;
    private bool _isOnSlot;
    private bool _isExpected;
    private RestingFor? _rest;
    private TaskCompletionSource<bool>? _waiter;

    /// <summary>The script's settings and commands; a reload replaces them.</summary>
    public ScriptPlan Plan { get; private set; } = plan;

    /// <summary>Its results, as scrapes read them.</summary>
    public ScriptResults Results { get; } = new();

    /// <summary>Counts and times of its runs.</summary>
    public RunHistory History;

    /// <summary>What became of its runs of late; null before the first, and where that is not kept.</summary>
    public RunTrail? Trail { get; set; }

    /// <summary>It is due and waits for its turn.</summary>
    public bool IsPending { get; set; }

    /// <summary>When the run that is waiting or under way became due.</summary>
    public TimeSpan DueSince { get; set; }

    /// <summary>When it is due next; null for a script that runs only when asked.</summary>
    public TimeSpan? NextDue => Plan.Script.Interval is null ? null : _due;

    /// <summary>Somebody waits for its next result, so that no pause holds it back.</summary>
    public bool IsAwaited => _waiter is not null;

    /// <summary>The target's role ruled the last run out.</summary>
    public bool IsSkipped { get; private set; }

    /// <summary>Why the last run failed; null where it did not.</summary>
    public Failure? LastFailure { get; set; }

    /// <summary>What the log was told of the failures since a run last did not fail.</summary>
    public OutageReport Report { get; set; }

    /// <summary>When the last run ended, in time since the engine's start; null where none has here.</summary>
    public TimeSpan? EndedAt => _endedAt == Never ? null : _endedAt;

    /// <inheritdoc/>
    public override void Mark(TimeSpan now)
    {
        TimeSpan due = _due;
        if (Plan.Script.Interval is { } interval)
        {
            _due = _isOnSlot
                ? Schedule.Following(due, now, interval)
                : Schedule.Next(now, collector.Context.Clock.Origin, Offset(interval), interval);
            _isOnSlot = true;
            collector.Agenda.Set(this, _due);
        }

        collector.MarkDue(this, due);
    }

    /// <inheritdoc/>
    public override void Start() => collector.Start();

    /// <summary>Begins: where another process left off, if it left anything of this script, else in the start window.</summary>
    public void Begin(CollectorState? before, TimeSpan now)
    {
        if (before?.Runs.FirstOrDefault(run => run.Script == Plan.Script.Name) is { } known)
        {
            Resume(known, isNamedAlike: before.Naming == collector.Context.Naming.ToString(), now);
        }
        else
        {
            ScheduleFirst(now);
        }
    }

    /// <summary>Ends for good: nothing is due any more, and those who wait for a result are answered.</summary>
    public void Retire()
    {
        collector.Agenda.Remove(this);
        IsPending = false;
        Settle(hasResult: false);
    }

    /// <summary>
    /// Takes over a reloaded script; the schedule stays unless the interval changed. Lines of metrics that are declared differently now go at once, since
    /// pages give the new type and labels, and the next run comes as soon as that of a new script.
    /// </summary>
    public void Update(ScriptPlan plan, TimeSpan now)
    {
        MetricDeclaration[] changed = [.. Plan.Script.Metrics.Where(metric => !plan.Script.Metrics.Any(metric.HasSameSeries))];
        bool isRescheduled = plan.Script.Interval != Plan.Script.Interval || changed.Length > 0;
        if (changed.Length > 0)
        {
            Results.Withdraw(changed);
        }

        Plan = plan;
        _rest = null;
        if (isRescheduled)
        {
            collector.Agenda.Remove(this);
            ScheduleFirst(now);
        }
    }

    /// <summary>Completes when the run that is waiting or under way has a result; false where there never will be one.</summary>
    public Task<bool> WaitAsync() =>
        (_waiter ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Notes whether the server denied the script. What it denies it goes on to deny, and logs each time: the script rests for a while.</summary>
    public void NoteDenial(Failure? failure, TimeSpan now)
    {
        if (failure is { Reason: FailureReason.Denied, IsTargetFault: false })
        {
            Rest(failure, now + DeniedPause);
        }
    }

    /// <summary>Lets the script rest: until then it fails in the same way, and the target is not asked.</summary>
    public void Rest(Failure failure, TimeSpan until) => _rest = new RestingFor(failure, until);

    /// <summary>The failure of a script that rests for it; null where it may run.</summary>
    public Failure? HeldBack(TimeSpan now) => _rest is { } rest && now < rest.Until ? rest.Failure : null;

    /// <summary>How the script fares on the target.</summary>
    public ScriptStatus Describe()
    {
        long errors = 0;
        foreach (int count in History.Errors)
        {
            errors += count;
        }

        CollectorClock clock = collector.Context.Clock;
        DateTimeOffset? lastSuccess = History.LastSuccess == TimeSpan.Zero ? null : DateTimeOffset.UnixEpoch + History.LastSuccess;
        bool isSuccess = History.LastResult is not (null or ScriptResult.Failed);
        return new ScriptStatus(
            Plan.Script.Name,
            IsSkipped ? null : History.LastResult,
            History.LastDuration,
            lastSuccess,
            Plan.Script.Interval,
            LastFailure,
            errors)
        {
            LastRun = isSuccess ? lastSuccess : EndedAt is { } ended ? clock.DateOf(ended) : null,
            NextRun = NextDue is { } due ? clock.DateOf(due) : null,
            IsSkipped = IsSkipped,
            DroppedSeries = Results.IsLeftOut ? Results.Count(collector.Context.Clock.Now).Given : 0,
        };
    }

    /// <summary>The target's role ruled the run out: nothing of the script is exposed, and those who wait need not.</summary>
    public void Skip()
    {
        (IsSkipped, LastFailure) = (true, null);
        Results.Withdraw();
        Settle();
    }

    /// <summary>The run was carried out, or failed.</summary>
    public void End(TimeSpan now) => (IsSkipped, _endedAt) = (false, now);

    /// <summary>Completes the tasks of those who wait for a result: there is one now, or there never will be.</summary>
    public void Settle(bool hasResult = true)
    {
        if (_isExpected)
        {
            _isExpected = false;
            collector.Context.FirstResults.Arrive();
        }

        _waiter?.TrySetResult(hasResult);
        _waiter = null;
    }

    /// <summary>Goes on where another process left off: with its counts and results, and once it has run, on the absolute slots at once.</summary>
    private void Resume(RunState before, bool isNamedAlike, TimeSpan now)
    {
        History = before.History;
        Trail = collector.Context.KeepsHistory ? before.Trail : null;
        IsSkipped = collector.RulesOut(this);
        if (isNamedAlike)
        {
            PublishedResults results = before.Results;
            Results.Publish(results.Lines, results.Sections, results.Values, now + results.ExpiresIn);
        }

        if (History.LastResult is null)
        {
            ScheduleFirst(now, hasMoved: true);
        }
        else if (Plan.Script.Interval is { } interval)
        {
            _due = Schedule.Next(now, collector.Context.Clock.Origin, Offset(interval), interval);
            _isOnSlot = true;
            Expect();
            collector.Agenda.Set(this, _due);
        }
    }

    /// <summary>Puts the first run into the start window; that of a target which moved before it no later than its slot, so that each move does not put it off anew.</summary>
    private void ScheduleFirst(TimeSpan now, bool hasMoved = false)
    {
        if (Plan.Script.Interval is { } interval)
        {
            TimeSpan offset = Offset(interval);
            TimeSpan first = Schedule.First(now, offset, interval);
            TimeSpan slot = Schedule.Next(now, collector.Context.Clock.Origin, offset, interval);
            _isOnSlot = hasMoved && slot < first;
            _due = _isOnSlot ? slot : first;
            Expect();
            collector.Agenda.Set(this, _due);
        }
    }

    private void Expect()
    {
        if (History.LastResult is null && !_isExpected)
        {
            _isExpected = true;
            collector.Context.FirstResults.Expect();
        }
    }

    private TimeSpan Offset(TimeSpan interval) => Schedule.Offset(collector.TargetId, Plan.Script.Name, interval);

    /// <summary>Why the script is not run, and until when. Few ever are, so that it costs no fields.</summary>
    private sealed record RestingFor(Failure Failure, TimeSpan Until);
}
