using System.Globalization;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// A target's connection over its life: opened when first needed, kept, opened again after it broke, with a growing and jittered pause
/// between attempts that fail. Runs are asked for over it, one at a time.
/// </summary>
internal sealed class TargetLink(TargetSpec target, TlsContext? tls) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly Failure NoFailure = new(FailureReason.Connection, "");

    private TargetSpec _target = target;
    private TlsContext? _tls = tls;
    private RedisConnection? _connection;
    private TimeSpan _notBefore;
    private int _failures;
    private bool _isOutdated;
    private volatile bool _isDisposed;
    private volatile bool _isOpening;
    private volatile bool _isLate;

    /// <summary>Whether the run under way still waits for the connection to be opened.</summary>
    public bool IsOpening => _isOpening;

    private RedisConnection? Ready => _connection is { IsReady: true } && !_isOutdated ? _connection : null;

    /// <summary>How the target speaks TLS; null is plain TCP.</summary>
    public TlsContext? Tls => _tls;

    /// <summary>Why the connection could not be opened, or what was asked over it timed out; of use only while that is so.</summary>
    public Failure LastFailure { get; private set; } = NoFailure;

    /// <summary>The failure that the pause is for, while it lasts.</summary>
    public Failure? HeldBack(TimeSpan now) => now < _notBefore ? LastFailure : null;

    /// <summary>Takes over a reloaded configuration. The connection stays unless how to reach the server or log in changed.</summary>
    public void Update(TargetSpec updated, TlsContext? updatedTls)
    {
        _isOutdated |= updated.Credentials != _target.Credentials || updated.Tls != _target.Tls;
        _notBefore = TimeSpan.Zero;
        _target = updated;
        _tls = updatedTls;
    }

    /// <summary>
    /// Asks for a run of a script, or sends the command where there is none, once. On a connection that is open and has the script loaded that
    /// is one request; else the connection is opened and the script loaded first. Null is success; an error reply is a failure.
    /// </summary>
    public ValueTask<Failure?> AskAsync(CollectorContext context, ScriptPlan? plan, byte[] command, RedisExchange exchange)
    {
        _isOpening = false;
        RedisConnection? connection = Ready;
        if (connection is not null && MayWrite(plan) && connection.WasClosed())
        {
            // A script that may write is not repeated after it was sent, so a connection that died while idle must show before.
            Drop();
            connection = null;
        }

        return connection is null ? OpenAndAskAsync(context, plan, command, exchange)
            : plan is null ? connection.ExecuteAsync(command, exchange)
            : ScriptExecutor.SendAsync(connection, plan.Script, plan.Commands, exchange);
    }

    /// <summary>
    /// Whether the same run may be asked for again: the connection was lost, the script cache emptied, or the read-only form is
    /// unknown. A script that may write is never sent twice for one slot, and a target known to be down gets one attempt.
    /// </summary>
    public bool MayAskAgain(ScriptPlan? plan, Failure failure) =>
        RetryPipeline.IsTransient(failure)
            ? !MayWrite(plan) && _failures <= 1
            : plan is not null && Ready is { } connection && ScriptExecutor.KnowsBetter(connection, plan.Script, failure);

    /// <summary>Asks again, through the retry layer where the connection was lost. Null is success; an error reply is a failure.</summary>
    public ValueTask<Failure?> AskAgainAsync(
        CollectorContext context, ScriptPlan? plan, byte[] command, Failure failure, RedisExchange exchange) =>
        (_isOpening = RetryPipeline.IsTransient(failure))
            ? context.Retry.ExecuteAsync(
                static (again, _) => again.Link.ReconnectAndAskAsync(again.Context, again.Plan, again.Command, again.Exchange),
                (Link: this, Context: context, Plan: plan, Command: command, Exchange: exchange))
            : OpenAndAskAsync(context, plan, command, exchange);

    /// <summary>A new run or command is under way, and in time.</summary>
    public void BecomePunctual() => _isLate = false;

    /// <summary>
    /// The run or command under way has outlived its timeout: it is not tried again. Returns the failure, of this turn and of what cannot be asked
    /// until it ends.
    /// </summary>
    public Failure BecomeLate(TimeSpan waited, bool isPing)
    {
        _isLate = true;
        string seconds = string.Create(CultureInfo.InvariantCulture, $"within {Math.Round(waited.TotalSeconds, 1)} s");
        string what = _isOpening ? $"no connection {seconds}"
            : isPing ? $"no reply to PING {seconds}"
            : $"no reply {seconds}; the script may still run on the server";
        return LastFailure = new Failure(FailureReason.Timeout, what) { IsTargetFault = true };
    }

    /// <summary>Notes that the server has the script, so that it need not be loaded.</summary>
    public void MarkLoaded(string sha1) => Ready?.MarkLoaded(sha1);

    /// <summary>Notes that the server's script cache was emptied.</summary>
    public void ForgetLoaded() => Ready?.ForgetLoaded();

    /// <summary>Closes the connection; an operation under way on it ends with a failure.</summary>
    public void Drop() => _connection?.Dispose();

    /// <summary>Closes the connection for good.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Drop();
    }

    /// <summary>Whether nothing refuses writes of the script: neither its settings, nor a server that knows the read-only forms.</summary>
    private bool MayWrite(ScriptPlan? plan) => plan?.Script.ReadOnly switch
    {
        ReadOnlyMode.Off => true,
        ReadOnlyMode.Prefer => _connection is { LacksReadOnlyForms: true },
        _ => false,
    };

    private ValueTask<Failure?> ReconnectAndAskAsync(CollectorContext context, ScriptPlan? plan, byte[] command, RedisExchange exchange)
    {
        Drop();
        return _isLate || _isDisposed
            ? ValueTask.FromResult<Failure?>(Failure.Lost("no time was left for another attempt"))
            : OpenAndAskAsync(context, plan, command, exchange);
    }

    private async ValueTask<Failure?> OpenAndAskAsync(CollectorContext context, ScriptPlan? plan, byte[] command, RedisExchange exchange)
    {
        if (Ready is null)
        {
            _isOpening = true;
            Failure? failure = await OpenAsync(context, exchange).ConfigureAwait(false);
            _isOpening = false;
            if (failure is not null)
            {
                return failure;
            }
        }

        return Ready is not { } connection
            ? Failure.Lost("the connection was given up")
            : plan is null
                ? await connection.ExecuteAsync(command, exchange).ConfigureAwait(false)
                : await ScriptExecutor.RunAsync(connection, plan.Script, plan.Commands, exchange).ConfigureAwait(false);
    }

    /// <summary>Connects and logs in, or goes on where a busy server broke the log-in off.</summary>
    private async Task<Failure?> OpenAsync(CollectorContext context, RedisExchange exchange)
    {
        Failure? failure = await ConnectAsync(context, exchange).ConfigureAwait(false);
        if (failure is null)
        {
            _failures = 0;
            _notBefore = TimeSpan.Zero;
            return null;
        }

        // An attempt that ran out of time was given up, and so broke off: it failed for want of time.
        LastFailure = _isLate ? LastFailure : failure with { IsTargetFault = true };
        if (failure.IsConnectionLost)
        {
            Drop();
            _failures++;
            _notBefore = context.Clock.Now + Pause();
        }

        return failure with { IsTargetFault = true };
    }

    private async Task<Failure?> ConnectAsync(CollectorContext context, RedisExchange exchange)
    {
        if (_connection is not { IsDisposed: false, IsAuthenticated: true } || _isOutdated)
        {
            Drop();
            _isOutdated = false;
            _connection = new RedisConnection(_target.Address);
            if (_isDisposed)
            {
                Drop();
            }

            if (await _connection.ConnectAsync(_tls, context.Names).ConfigureAwait(false) is { } failure)
            {
                return failure with { IsConnectionLost = true };
            }
        }

        return await RedisHandshake.RunAsync(_connection, _target, !context.UsesResp2, exchange).ConfigureAwait(false);
    }

    /// <summary>Doubles up to the longest; the jitter is the target's own, so that a fleet does not come back in step.</summary>
    private TimeSpan Pause()
    {
        TimeSpan longest = FirstPause * Math.Pow(2, Math.Min(_failures - 1, 10));
        double jitter = TargetHash.Of($"{_target.Address.Id}\n{_failures}") / (ulong.MaxValue + 1.0);
        return (longest < LongestPause ? longest : LongestPause) * (0.5 + (jitter / 2));
    }
}
