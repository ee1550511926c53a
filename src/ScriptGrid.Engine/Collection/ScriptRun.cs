using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// One script on one target: when it is due next, whether it waits for its turn, and the results of its runs. Its fields are guarded by the
/// collector's lock, except those that only the agenda uses.
/// </summary>
internal sealed class ScriptRun(TargetCollector collector, ScriptPlan plan) : AgendaEntry
{
    private static readonly TimeSpan DeniedPause = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Never = TimeSpan.MinValue;

    /// <summary>The due time of a run that ended for good, which no time reaches.</summary>
    private static readonly TimeSpan Retired = TimeSpan.MaxValue;

    private TimeSpan _due;
    private TimeSpan _endedAt = Never;
    private bool _isOnSlot;
    private bool _isExpected;
    private RestingFor? _rest;
    private TaskCompletionSource<bool>? _waiter;

    /// <summary>The script's settings and commands; a reload replaces them.</summary>
    public ScriptPlan Plan { get; private set; } = plan;

    /// <summary>The results, as scrapes read them.</summary>
    public ScriptResults Results { get; } = new();

    /// <summary>The counts and times of the runs.</summary>
    public RunHistory History;

    /// <summary>The outcomes of recent runs; null before the first run, and if no history is kept.</summary>
    public RunTrail? Trail { get; set; }

    /// <summary>Whether the script is due and waits for its turn.</summary>
    public bool IsPending { get; set; }

    /// <summary>When the waiting or current run became due.</summary>
    public TimeSpan DueSince { get; set; }

    /// <summary>When the script is due next; null if it runs only on demand, or never again.</summary>
    public TimeSpan? NextDue => Plan.Script.Interval is null || _due == Retired ? null : _due;

    /// <summary>Whether a caller awaits the next result, so that no pause holds the run back.</summary>
    public bool IsAwaited => _waiter is not null;

    /// <summary>Whether the last run was skipped because of the target's role.</summary>
    public bool IsSkipped { get; private set; }

    /// <summary>Why the last run failed; null if it did not.</summary>
    public Failure? LastFailure { get; set; }

    /// <summary>What has been logged about the failures since the last run that did not fail.</summary>
    public OutageReport Report { get; set; }

    /// <summary>When the last run ended, as time since the engine's start; null if none has ended in this process.</summary>
    public TimeSpan? EndedAt => _endedAt == Never ? null : _endedAt;

    /// <inheritdoc/>
    public override void Mark(TimeSpan now) => collector.MarkDue(this, now);

    /// <inheritdoc/>
    public override void Start() => collector.Start();

    /// <summary>
    /// Schedules the run after the one that is due now, and returns when that one became due. Returns null if none is due, because the script was
    /// removed or rescheduled.
    /// </summary>
    public TimeSpan? Advance(TimeSpan now)
    {
        TimeSpan due = _due;
        if (due > now || Plan.Script.Interval is not { } interval)
        {
            return null;
        }

        _due = _isOnSlot
            ? Schedule.Following(due, now, interval)
            : Schedule.Next(now, collector.Context.Clock.Origin, Offset(interval), interval);
        _isOnSlot = true;
        collector.Agenda.Set(this, _due);
        return due;
    }

    /// <summary>Begins: where another process left off if it handed over state of this script, otherwise in the start window.</summary>
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

    /// <summary>Ends the script's runs for good: removes them from the schedule, and answers those who await a result.</summary>
    public void Retire()
    {
        collector.Agenda.Remove(this);
        _due = Retired;
        IsPending = false;
        Settle(hasResult: false);
    }

    /// <summary>
    /// Adopts a reloaded script. The schedule stays unless the interval changed. The lines of metrics whose declarations changed disappear at once,
    /// because pages now show the new type and labels; the next run is then scheduled like the first run of a new script.
    /// A script that now runs only on demand no longer waits for its turn, unless a caller awaits it.
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

        if (plan.Script.Interval is null)
        {
            IsPending &= IsAwaited;
            EndExpectation();
        }
    }

    /// <summary>Completes when the waiting or current run ends: with true if it has a result, with false if there will never be one.</summary>
    public Task<bool> WaitAsync() =>
        (_waiter ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Lets the script rest for a while if the server denied it. A server that denies a script keeps denying it, and logs each denial.</summary>
    public void NoteDenial(Failure? failure, TimeSpan now)
    {
        if (failure is { Reason: FailureReason.Denied, IsTargetFault: false })
        {
            Rest(failure, now + DeniedPause);
        }
    }

    /// <summary>Lets the script rest. Until the given time its runs fail with this failure, and the target is not asked.</summary>
    public void Rest(Failure failure, TimeSpan until) => _rest = new RestingFor(failure, until);

    /// <summary>Returns the failure for which the script rests; null if it may run.</summary>
    public Failure? HeldBack(TimeSpan now) => _rest is { } rest && now < rest.Until ? rest.Failure : null;

    /// <summary>Returns the script's status on the target.</summary>
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

    /// <summary>Skips the run because of the target's role: withdraws everything the script exposes, and releases those who await a result.</summary>
    public void Skip()
    {
        (IsSkipped, LastFailure) = (true, null);
        Results.Withdraw();
        Settle();
    }

    /// <summary>Records that the run was carried out, or failed.</summary>
    public void End(TimeSpan now) => (IsSkipped, _endedAt) = (false, now);

    /// <summary>Completes the tasks of those who await a result, because there is one now or will never be one.</summary>
    public void Settle(bool hasResult = true)
    {
        EndExpectation();
        _waiter?.TrySetResult(hasResult);
        _waiter = null;
    }

    /// <summary>
    /// Continues where another process left off, with its counts and results. If the script has run before, it continues on its absolute slots at
    /// once.
    /// </summary>
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

    /// <summary>
    /// Puts the first run into the start window. If the target moved here before its first run, that run comes no later than its slot, so that
    /// repeated moves do not delay it again and again.
    /// </summary>
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

    private void EndExpectation()
    {
        if (_isExpected)
        {
            _isExpected = false;
            collector.Context.FirstResults.Arrive();
        }
    }

    private TimeSpan Offset(TimeSpan interval) => Schedule.Offset(collector.TargetId, Plan.Script.Name, interval);

    /// <summary>Why the script rests, and until when. Few scripts ever rest, so this takes one reference and not several fields.</summary>
    private sealed record RestingFor(Failure Failure, TimeSpan Until);
}
