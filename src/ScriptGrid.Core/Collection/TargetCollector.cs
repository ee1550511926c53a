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
/// A cycle is one flow: it takes runs while any is due, asks, records. The lock guards turns and state and is never held while waiting;
/// the wheel interferes only by <see cref="Mark"/>, which may record the run under way as timed out before its flow comes back.
/// </remarks>
internal sealed partial class TargetCollector : WheelEntry, IDisposable
{
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

    /// <summary>Whether each scheduled script had its first result or failure.</summary>
    public bool HasFirstResults => Runs.All(static run => run.Plan.Script.Interval is null || run.History.LastResult is not null);

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

        _ = CycleAsync();
    }

    private async Task CycleAsync()
    {
        RedisExchange exchange = Context.Exchanges.Rent();
        while (TryTake(out ScriptRun? run))
        {
            if (HeldBack(run) is { } known)
            {
                EndUnasked(run, known);
                continue;
            }

            Failure? failure;
            try
            {
                failure = await AttemptAsync(run, exchange).ConfigureAwait(false);
                if (RetryPipeline.IsTransient(failure) && MayRetry(run))
                {
                    failure = await RetryAsync(run, exchange).ConfigureAwait(false);
                }
            }
            catch (Exception defect)
            {
                Log.Defect(Context.Logger, defect, TargetId);
                failure = Failure.Unusable(FailureReason.Protocol, $"internal error: {defect.Message}");
            }

            End(run, failure, exchange);
        }

        Context.Exchanges.Return(exchange);
    }

    /// <summary>Takes the next run, or a PING where <paramref name="run"/> is null; false ends the cycle.</summary>
    private bool TryTake(out ScriptRun? run)
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
    private Failure? HeldBack(ScriptRun? run)
    {
        if (run is { IsAwaited: true })
        {
            return null;
        }

        return _link.HeldBack(_startedAt) ?? (run is not null && _startedAt < run.DeniedUntil ? run.LastFailure : null);
    }

    private ValueTask<Failure?> AttemptAsync(ScriptRun? run, RedisExchange exchange)
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

    private async ValueTask<Failure?> OpenAndExecuteAsync(ScriptRun? run, RedisExchange exchange)
    {
        _isOpening = true;
        Failure? failure = await _link.OpenAsync(Context, exchange).ConfigureAwait(false);
        _isOpening = false;
        if (failure is not null)
        {
            return failure;
        }

        return _link.Ready is { } connection
            ? await ExecuteAsync(connection, run, exchange).ConfigureAwait(false)
            : Failure.Lost("the connection was given up");
    }

    private static ValueTask<Failure?> ExecuteAsync(RedisConnection connection, ScriptRun? run, RedisExchange exchange)
    {
        const int maxPingReplyBytes = 64 * 1024;
        return run is null
            ? connection.ExecuteAsync(RedisCommand.Ping, exchange, maxPingReplyBytes)
            : ScriptExecutor.RunAsync(connection, run.Plan.Script, run.Plan.Commands, exchange);
    }

    /// <summary>A script that may write is never run twice for one slot; a target known to be down gets one attempt.</summary>
    private bool MayRetry(ScriptRun? run) =>
        run?.Plan.Script.ReadOnly != ReadOnlyMode.Off && _link.ConsecutiveFailures <= 1;

    private ValueTask<Failure?> RetryAsync(ScriptRun? run, RedisExchange exchange) =>
        Context.Retry.ExecuteAsync(
            static (attempt, _) => attempt.Collector.AttemptAgainAsync(attempt.Run, attempt.Exchange),
            (Collector: this, Run: run, Exchange: exchange));

    private ValueTask<Failure?> AttemptAgainAsync(ScriptRun? run, RedisExchange exchange)
    {
        _link.Drop();
        return _state == State.Running
            ? OpenAndExecuteAsync(run, exchange)
            : ValueTask.FromResult<Failure?>(Overdue());
    }
}
