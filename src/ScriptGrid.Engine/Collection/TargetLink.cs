using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// A target's connection over its lifetime. It is opened when first needed, kept, and opened again after it broke. Between failed attempts it pauses
/// for a growing, jittered time. Runs are requested over it one at a time.
/// </summary>
internal sealed partial class TargetLink(TargetSpec target, TlsContext? tls) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly Failure NoFailure = new(FailureReason.Connection, "");

    private TargetSpec _target = target;
    private TlsContext? _tls = tls;
    private RedisConnection? _connection;
    private RedisCredentials? _login;
    private int _loginVersion;
    private TimeSpan _notBefore;
    private int _openedAtSecond;
    private int _lookUpAtSecond;
    private byte _failures;
    private byte _renewals;
    private volatile bool _isOutdated;
    private bool _isLoginStale;
    private volatile bool _isDisposed;
    private volatile bool _isOpening;
    private volatile bool _isLate;
    private volatile bool _wasSent;

    /// <summary>Whether the current run still waits for the connection to be opened.</summary>
    public bool IsOpening => _isOpening;

    /// <summary>Whether the current or last request was sent at least once. False as long as it waits for the connection to be opened.</summary>
    public bool WasSent => _wasSent;

    private RedisConnection? Ready => _connection is { IsReady: true } && !_isOutdated ? _connection : null;

    /// <summary>The connection, for comparing identities only.</summary>
    public object? Connection => _connection;

    /// <summary>The target, as configured.</summary>
    public TargetSpec Target => Volatile.Read(ref _target);

    /// <summary>The TLS settings of the target; null for plain TCP.</summary>
    public TlsContext? Tls => _tls;

    /// <summary>When the certificate that the server showed last expires; null if unknown.</summary>
    public DateTimeOffset? ServerCertificateNotAfter => _connection?.CertificateNotAfter;

    /// <summary>The server's version; null if unknown.</summary>
    public ServerVersion? ServerVersion => _connection?.Version;

    /// <summary>Why the connection could not be opened, or how the last request timed out. Meaningful only while that condition lasts.</summary>
    public Failure LastFailure { get; private set; } = NoFailure;

    /// <summary>Whether the last attempt to open the connection failed.</summary>
    public bool IsDown => _failures > 0;

    /// <summary>Whether the next turn has to open the connection, and may do so now.</summary>
    public bool HasToOpen(TimeSpan now) => Ready is null && now >= _notBefore;

    /// <summary>Returns the failure that caused the pause, while the pause lasts; null otherwise.</summary>
    public Failure? HeldBack(TimeSpan now) => now < _notBefore ? LastFailure : null;

    /// <summary>Adopts a reloaded configuration. The connection is kept unless the way to reach the server, or the source of the login, changed.</summary>
    public void Update(TargetSpec updated, TlsContext? updatedTls)
    {
        _isOutdated |= !RedisCredentials.AreOfOneSource(updated.Credentials, _target.Credentials) || updated.Tls != _target.Tls || updated.Greeting != _target.Greeting;
        if (_connection is not null)
        {
            _connection.Hints = LogInHints.None;
        }

        _notBefore = TimeSpan.Zero;
        Volatile.Write(ref _target, updated);
        _tls = updatedTls;
    }

    /// <summary>
    /// Requests a run of the script, or sends the command if there is none, once. If the connection is open and has the script loaded, that takes one
    /// request; otherwise the connection is opened and the script loaded first. Returns null on success; an error reply is a failure.
    /// </summary>
    public ValueTask<Failure?> AskAsync(CollectorContext context, ScriptPlan? plan, byte[] command, RedisExchange exchange)
    {
        _isOpening = false;
        RedisConnection? connection = Ready;
        _wasSent = connection is not null && context.Credentials.Version == _loginVersion;
        return !_wasSent ? OpenAndAskAsync(context, plan, command, exchange)
            : plan is null ? connection!.ExecuteAsync(command, exchange)
            : ScriptExecutor.SendAsync(connection!, plan.Script, plan.Commands, exchange);
    }

    /// <summary>
    /// Whether the same run may be requested again: the connection was lost, its login is no longer valid, the script cache was emptied, or the
    /// server does not know the read-only form. A script that may write never runs twice for one slot: it is repeated only if the connection was lost before
    /// it was sent, as one that ended while idle, or if the server itself says that it did not run. A target known to be down gets only one attempt.
    /// </summary>
    public bool MayAskAgain(ScriptPlan? plan, Failure failure) =>
        RetryPipeline.IsTransient(failure)
            ? (failure.IsUnasked || !MayWrite(plan)) && _failures <= 1
            : Ready is { } connection
                && (IsLoginRevoked(failure)
                    ? RedisErrors.IsNotLoggedIn(failure) || !MayWrite(plan)
                    : plan is not null && ScriptExecutor.KnowsBetter(connection, plan.Script, failure));

    /// <summary>
    /// Asks again, through the retry layer if the connection was lost. A script that may write gets one more attempt instead: it may have run in that one.
    /// Returns null on success; an error reply is a failure.
    /// </summary>
    public ValueTask<Failure?> AskAgainAsync(
        CollectorContext context, ScriptPlan? plan, byte[] command, Failure failure, RedisExchange exchange)
    {
        bool isRevoked = IsLoginRevoked(failure);
        _isLoginStale |= isRevoked;
        _isOpening = failure.IsConnectionLost;
        _wasSent &= !failure.IsUnasked;
        return isRevoked || (_isOpening && MayWrite(plan)) ? ReconnectAndAskAsync(context, plan, command, exchange)
            : _isOpening ? context.Retry.ExecuteAsync(
                static (again, _) => again.Link.ReconnectAndAskAsync(again.Context, again.Plan, again.Command, again.Exchange),
                (Link: this, Context: context, Plan: plan, Command: command, Exchange: exchange))
            : OpenAndAskAsync(context, plan, command, exchange);
    }

    /// <summary>
    /// Notes that a new run or command is under way, and in time. From time to time also checks whether the host name still leads to this server.
    /// </summary>
    public void BeginTurn(CollectorContext context, TimeSpan now)
    {
        _isLate = false;
        if (now.TotalSeconds >= _lookUpAtSecond && Ready is { } connection)
        {
            PlanLookup(context, now);
            _ = FollowNameAsync(context, connection);
        }
    }

    /// <summary>
    /// Acts on a failure. A lost connection is closed. If the server or the user may be the wrong one by now, the connection is reopened, which
    /// resolves the host name and reads the password again.
    /// </summary>
    public void Heed(Failure failure, ScriptPlan? plan, TimeSpan now)
    {
        bool isDenied = failure.Reason == FailureReason.Denied;
        bool isDemoted = failure.Reason == FailureReason.ReadOnly && MayWrite(plan);
        _isLoginStale |= isDenied || failure.Reason == FailureReason.Auth;
        if (failure.IsConnectionLost
            || ((isDenied || isDemoted) && Renewal.IsDue(now - TimeSpan.FromSeconds(_openedAtSecond), ref _renewals)))
        {
            Drop();
        }
    }

    /// <summary>
    /// Notes that the current run or command exceeded its timeout, so that it is not tried again. Returns the failure of this turn, which is also the
    /// failure of everything that cannot be asked until it ends.
    /// </summary>
    public Failure BecomeLate(TimeSpan timeout, bool isPing)
    {
        _isLate = true;
        ConnectionStep step = _connection?.Step ?? ConnectionStep.Connecting;
        bool isBetweenAttempts = _isOpening && step > ConnectionStep.ReadingLogIn;
        return LastFailure = (isBetweenAttempts ? ConnectionStep.Connecting : step).TimedOut(timeout, isPing) with { IsTargetFault = true };
    }

    /// <summary>Whether the script is known to be loaded on the server of this connection.</summary>
    public bool HasLoaded(ScriptPlan plan) => Ready?.HasLoaded(plan.Commands.Sha1) ?? false;

    /// <summary>Returns the request that runs the script over the current connection; the command if there is no script.</summary>
    public byte[] RequestFor(ScriptPlan? plan, byte[] command) => plan is null ? command
        : Ready is { } connection ? ScriptExecutor.CommandFor(connection, plan.Script, plan.Commands)
        : plan.Commands.EvalSha;

    /// <summary>Notes that the server has the script loaded.</summary>
    public void MarkLoaded(string sha1) => Ready?.MarkLoaded(sha1);

    /// <summary>Notes that the server's script cache was emptied.</summary>
    public void ForgetLoaded() => Ready?.ForgetLoaded();

    /// <summary>Closes the connection. An operation under way on it ends with a failure.</summary>
    public void Drop() => _connection?.Dispose();

    /// <summary>Closes the connection for good.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Drop();
    }

    /// <summary>Whether the script may write, because neither its settings nor a server that knows the read-only forms prevent it.</summary>
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
            ? ValueTask.FromResult<Failure?>(NoTimeLeft())
            : OpenAndAskAsync(context, plan, command, exchange);
    }

    private static Failure NoTimeLeft() => Failure.Lost("no time was left for another attempt");

    private async ValueTask<Failure?> OpenAndAskAsync(CollectorContext context, ScriptPlan? plan, byte[] command, RedisExchange exchange)
    {
        if (Ready is { } open && context.Credentials.Version != _loginVersion)
        {
            _isOpening = true;
            await LogInAgainAsync(context, open, exchange).ConfigureAwait(false);
            _isOpening = false;
        }

        if (Ready is null)
        {
            if (_isLate || _isDisposed)
            {
                return NoTimeLeft(); // The log-in above took too long. Nobody would give up a connection that is opened now.
            }

            _isOpening = true;
            Failure? failure = await OpenAsync(context, exchange).ConfigureAwait(false);
            _isOpening = false;
            if (failure is not null)
            {
                return failure;
            }
        }

        if (Ready is not { } connection)
        {
            return Failure.Lost("the connection was aborted");
        }

        _wasSent = true;
        return plan is null
            ? await connection.ExecuteAsync(command, exchange).ConfigureAwait(false)
            : await ScriptExecutor.RunAsync(connection, plan.Script, plan.Commands, exchange).ConfigureAwait(false);
    }
}
