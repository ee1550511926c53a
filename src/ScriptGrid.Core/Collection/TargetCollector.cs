using ScriptGrid.Aggregation;
using ScriptGrid.Discovery;
using ScriptGrid.Redis;
using ScriptGrid.Scripts;

namespace ScriptGrid.Collection;

/// <summary>
/// Owns one target: its connection, its scripts' turns, and the deadline of the run under way. Due scripts run one after the other in
/// configured order, never two at once. As an entry of the wheel it is its own deadline and its own PING timer.
/// </summary>
/// <remarks>
/// A cycle is one flow, carried out by a <see cref="CollectionWorker"/>: it takes runs while any is due, asks, records. The lock guards turns
/// and state and is never held while waiting; the wheel interferes only by <see cref="Mark"/>, which may record the run under way as
/// timed out before its flow comes back.
/// </remarks>
internal sealed partial class TargetCollector : WheelEntry, IDisposable
{
    private const int MaxPingReplyBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly TargetLink _link;
    private readonly byte[] _label;
    private TargetSpec _target;
    private ScriptRun[] _runs = [];
    private ScriptRun? _current;
    private State _state;
    private TimeSpan _startedAt;
    private TimeSpan _deadline;
    private TimeSpan _lastActivity;
    private TimeSpan _busyUntil;
    private volatile bool _isOpening;
    private bool _isPingDue;
    private bool _needsPing;

    public TargetCollector(CollectorContext context, TargetSpec target, TlsContext? tls)
    {
        Context = context;
        _target = target;
        _link = new TargetLink(target, tls);
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

    /// <summary>The target's identity.</summary>
    public string TargetId => _target.Address.Id;

    /// <summary>The target's results.</summary>
    public TargetResults Results { get; } = new();

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
            if (_state == State.Stopped)
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
            if (_state != State.Idle || (NextInTurn(Context.Clock.Now) is null && !_isPingDue))
            {
                return;
            }

            _state = State.Running;
        }

        Context.Workers.Run(this);
    }

    /// <summary>Takes the next run, or a PING where <paramref name="run"/> is null; false ends the cycle.</summary>
    public bool TryTake(out ScriptRun? run)
    {
        lock (_gate)
        {
            TimeSpan now = Context.Clock.Now;
            run = _state == State.Stopped ? null : NextInTurn(now);
            _current = run;
            if (_state == State.Stopped || (run is null && !_isPingDue))
            {
                Rest();
                return false;
            }

            if (run is null)
            {
                _isPingDue = false;
            }
            else
            {
                run.IsPending = false;
            }

            _startedAt = now;
            _deadline = now + (run?.Plan.Script.Timeout ?? Context.Timeout);
            Context.Wheel.SetAtLatest(this, _deadline);
            return true;
        }
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

    /// <summary>A failure that is known to come again, so that the target is not asked. Never for somebody who waits for the answer.</summary>
    public Failure? HeldBack(ScriptRun? run)
    {
        if (run is { IsAwaited: true })
        {
            return null;
        }

        return _link.HeldBack(_startedAt) ?? (run is not null && _startedAt < run.DeniedUntil ? run.LastFailure : null);
    }

    /// <summary>
    /// Asks once. On a connection that is open and has the script loaded that is one request, whose reply may be an error; else the
    /// connection is opened and the script loaded first.
    /// </summary>
    public ValueTask<Failure?> AttemptAsync(ScriptRun? run, RedisExchange exchange)
    {
        RedisConnection? connection = _link.Ready;
        if (connection is not null && run is { Plan.Script.ReadOnly: ReadOnlyMode.Off } && connection.WasClosed())
        {
            // A script that may write is not repeated after it was sent, so a connection that died while idle must show before.
            _link.Drop();
            connection = null;
        }

        return connection is null ? OpenAndExecuteAsync(run, exchange) : ExecuteAsync(connection, run, exchange);
    }

    /// <summary>
    /// Whether the same run may be asked for again: the connection was lost, the script cache emptied, or the read-only form is
    /// unknown. A script that may write is never sent twice for one slot, and a target known to be down gets one attempt.
    /// </summary>
    public bool MayTryAgain(ScriptRun? run, Failure failure) =>
        RetryPipeline.IsTransient(failure)
            ? run?.Plan.Script.ReadOnly != ReadOnlyMode.Off && _link.ConsecutiveFailures <= 1
            : run is not null && _link.Ready is { } connection && ScriptExecutor.KnowsBetter(connection, run.Plan.Script, failure);

    /// <summary>Asks again, through the retry layer where the connection was lost.</summary>
    public ValueTask<Failure?> TryAgainAsync(ScriptRun? run, Failure failure, RedisExchange exchange) =>
        RetryPipeline.IsTransient(failure)
            ? Context.Retry.ExecuteAsync(
                static (attempt, _) => attempt.Collector.ReconnectAsync(attempt.Run, attempt.Exchange),
                (Collector: this, Run: run, Exchange: exchange))
            : OpenAndExecuteAsync(run, exchange);

    private ValueTask<Failure?> ReconnectAsync(ScriptRun? run, RedisExchange exchange)
    {
        _link.Drop();
        return _state == State.Running
            ? OpenAndExecuteAsync(run, exchange)
            : ValueTask.FromResult<Failure?>(Overdue());
    }

    private async ValueTask<Failure?> OpenAndExecuteAsync(ScriptRun? run, RedisExchange exchange)
    {
        if (_link.Ready is null)
        {
            _isOpening = true;
            Failure? failure = await _link.OpenAsync(Context, exchange).ConfigureAwait(false);
            _isOpening = false;
            if (failure is not null)
            {
                return failure;
            }
        }

        return _link.Ready is not { } connection
            ? Failure.Lost("the connection was given up")
            : run is null
                ? await connection.ExecuteAsync(RedisCommand.Ping, exchange, MaxPingReplyBytes).ConfigureAwait(false)
                : await ScriptExecutor.RunAsync(connection, run.Plan.Script, run.Plan.Commands, exchange).ConfigureAwait(false);
    }

    private static ValueTask<Failure?> ExecuteAsync(RedisConnection connection, ScriptRun? run, RedisExchange exchange) => run is null
        ? connection.ExecuteAsync(RedisCommand.Ping, exchange, MaxPingReplyBytes)
        : ScriptExecutor.SendAsync(connection, run.Plan.Script, run.Plan.Commands, exchange);
}
