using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Owns one target: its connection, its scripts' turns, and the deadline of the run under way. Due scripts run one after the other in
/// configured order, and calls before them, never two at once. As an entry of its agenda it is its own deadline and its own PING timer.
/// </summary>
/// <remarks>
/// A cycle is one flow, carried out by a <see cref="CollectionWorker"/>: it takes runs while any is due, asks, records. The lock guards turns
/// and state and is never held while waiting; the agenda interferes only by <see cref="Mark"/>, which may record the run under way as
/// timed out before its flow comes back.
/// </remarks>
internal sealed partial class TargetCollector : AgendaEntry, IDisposable
{
    private readonly Lock _gate = new();
    private readonly byte[] _label;
    private TargetSpec _target;
    private ScriptRun[] _runs = [];
    private ScriptRun? _current;
    private State _state;
    private TimeSpan _startedAt;
    private TimeSpan _deadline;
    private TimeSpan _lastActivity;
    private TimeSpan _busyUntil;
    private bool _isPingDue;
    private bool _needsPing;
    private bool _isPaused;

    /// <param name="context">What all collectors share.</param>
    /// <param name="agenda">Where the collector and its runs wait until they are due.</param>
    /// <param name="target">The target.</param>
    /// <param name="tls">How it speaks TLS; null is plain TCP.</param>
    public TargetCollector(CollectorContext context, ScheduleWheel agenda, TargetSpec target, TlsContext? tls)
    {
        Context = context;
        Agenda = agenda;
        _target = target;
        Link = new TargetLink(target, tls);
        Health = new TargetHealth(this);
        _label = context.Naming.RenderTargetLabel(target.Address.Id);
        _lastActivity = context.Clock.Now - context.Interval;
    }

    private enum State
    {
        /// <summary>Nothing is asked of the target.</summary>
        Idle,

        /// <summary>A run is under way.</summary>
        Running,

        /// <summary>The run under way has outlived its timeout and was recorded as failed; its reply is still awaited.</summary>
        Overdue,

        /// <summary>The target is no longer collected.</summary>
        Stopped,
    }

    /// <summary>What all collectors share.</summary>
    public CollectorContext Context { get; private set; }

    /// <summary>Where it and its runs wait until they are due.</summary>
    public ScheduleWheel Agenda { get; }

    /// <summary>The target's identity.</summary>
    public string TargetId => _target.Address.Id;

    /// <summary>The target's connection.</summary>
    public TargetLink Link { get; }

    /// <summary>Whether it answers.</summary>
    public TargetHealth Health { get; }

    /// <summary>What scrapes read of <see cref="Health"/>.</summary>
    public TargetResults Results => Health.Results;

    /// <summary>The labels that the configuration adds to the target's series.</summary>
    public LabelSet Labels => _target.Labels;

    /// <summary>The target's scripts, in configured order.</summary>
    public IReadOnlyList<ScriptRun> Runs => Volatile.Read(ref _runs);

    /// <summary><c>target="…",</c> as it is written.</summary>
    public ReadOnlySpan<byte> Label => _label;

    /// <summary>Notes that a script is due. A slot that comes while the script still waits or runs is passed over.</summary>
    public void MarkDue(ScriptRun run, TimeSpan due)
    {
        lock (_gate)
        {
            if (_state == State.Overdue)
            {
                RecordUnasked(run, Overdue());
            }
            else if (run.IsPending || run == _current)
            {
                Context.Meter.Missed();
            }
            else
            {
                run.IsPending = true;
                run.DueSince = due;
            }
        }
    }

    /// <summary>Runs a script now; completes when it has a result. Joins a run of it that is waiting or under way.</summary>
    public Task CollectNowAsync(ScriptRun run)
    {
        Task result;
        lock (_gate)
        {
            if (_state == State.Stopped || _finished is not null || !_runs.Contains(run))
            {
                return Task.CompletedTask;
            }

            result = run.WaitAsync();
            if (_state == State.Overdue)
            {
                RecordUnasked(run, Overdue());
            }
            else if (!run.IsPending && run != _current)
            {
                run.IsPending = true;
                run.DueSince = Context.Clock.Now;
            }
        }

        StartIfIdle();
        return result;
    }

    /// <summary>Starts a cycle where something is due and none is under way.</summary>
    public void StartIfIdle()
    {
        lock (_gate)
        {
            bool hasWork = _isPingDue || _waiting is { Count: > 0 } || NextInTurn(Context.Clock.Now) is not null;
            if (_state != State.Idle || _finished is not null || _isPaused || !hasWork)
            {
                return;
            }

            _state = State.Running;
        }

        Context.Workers.Run(this);
    }

    /// <summary>Takes the next call or run, or a PING where both are null; false ends the cycle.</summary>
    public bool TryTake(out ScriptRun? run, out ScriptCall? call)
    {
        lock (_gate)
        {
            TimeSpan now = Context.Clock.Now;
            bool isOver = _state == State.Stopped || _finished is not null || _isPaused;
            run = isOver ? null : NextInTurn(now);
            call = _waiting is null || isOver ? null : TakeCall(now, run);
            _call = call;
            _current = run = call is null ? run : null;
            if (isOver || (run is null && call is null && !_isPingDue))
            {
                Rest();
                return false;
            }

            if (run is not null)
            {
                run.IsPending = false;
            }
            else if (call is null)
            {
                _isPingDue = false;
            }

            Link.IsLate = false;
            _startedAt = now;
            _deadline = now + (call?.Timeout ?? run?.Plan.Script.Timeout ?? Context.Timeout);
            Agenda.SetAtLatest(this, _deadline);
            return true;
        }
    }

    /// <summary>A failure that is known to come again, so that the target is not asked. Never for somebody who waits for the answer.</summary>
    public Failure? HeldBack(ScriptRun? run)
    {
        if (run is { IsAwaited: true })
        {
            return null;
        }

        return Link.HeldBack(_startedAt) ?? (run is not null && _startedAt < run.DeniedUntil ? run.Denial : null);
    }

    private ScriptRun? NextInTurn(TimeSpan now)
    {
        foreach (ScriptRun run in _runs)
        {
            if (run.IsPending && (now >= _busyUntil || run.IsAwaited || run.Plan.Script.MaxBusy is null))
            {
                return run;
            }
        }

        return null;
    }
}
