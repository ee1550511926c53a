using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// A target's connection over its life: opened when first needed, kept, opened again after it broke, with a growing and jittered pause
/// between attempts that fail. Runs are asked for over it, one at a time.
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

    /// <summary>Whether the run under way still waits for the connection to be opened.</summary>
    public bool IsOpening => _isOpening;

    private RedisConnection? Ready => _connection is { IsReady: true } && !_isOutdated ? _connection : null;

    /// <summary>The connection, to be told from another one.</summary>
    public object? Connection => _connection;

    /// <summary>The target, as configured.</summary>
    public TargetSpec Target => Volatile.Read(ref _target);

    /// <summary>How the target speaks TLS; null is plain TCP.</summary>
    public TlsContext? Tls => _tls;

    /// <summary>When the certificate ends that the server showed last; null where none is known.</summary>
    public DateTimeOffset? ServerCertificateNotAfter => _connection?.CertificateNotAfter;

    /// <summary>The server's version; null where it is not known.</summary>
    public ServerVersion? ServerVersion => _connection?.Version;

    /// <summary>Why the connection could not be opened, or what was asked over it timed out; of use only while that is so.</summary>
    public Failure LastFailure { get; private set; } = NoFailure;

    /// <summary>Whether the last attempt to open the connection failed.</summary>
    public bool IsDown => _failures > 0;

    /// <summary>Whether the next turn has to open the connection, and may.</summary>
    public bool HasToOpen(TimeSpan now) => Ready is null && now >= _notBefore;

    /// <summary>The failure that the pause is for, while it lasts.</summary>
    public Failure? HeldBack(TimeSpan now) => now < _notBefore ? LastFailure : null;

    /// <summary>
    /// Takes over a reloaded configuration. The connection stays unless how to reach the server or where its login comes from changed.
    /// </summary>
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

        return connection is null || context.Credentials.Version != _loginVersion ? OpenAndAskAsync(context, plan, command, exchange)
            : plan is null ? connection.ExecuteAsync(command, exchange)
            : ScriptExecutor.SendAsync(connection, plan.Script, plan.Commands, exchange);
    }

    /// <summary>
    /// Whether the same run may be asked for again: the connection was lost, its login is not valid any more, the script cache was emptied, or the
    /// read-only form is unknown. A script that may write is never run twice for one slot, and a target known to be down gets one attempt.
    /// </summary>
    public bool MayAskAgain(ScriptPlan? plan, Failure failure) =>
        RetryPipeline.IsTransient(failure)
            ? !MayWrite(plan) && _failures <= 1
            : Ready is { } connection
                && (IsLoginRevoked(failure) || (plan is not null && ScriptExecutor.KnowsBetter(connection, plan.Script, failure)));

    /// <summary>Asks again, through the retry layer where the connection was lost. Null is success; an error reply is a failure.</summary>
    public ValueTask<Failure?> AskAgainAsync(
        CollectorContext context, ScriptPlan? plan, byte[] command, Failure failure, RedisExchange exchange)
    {
        bool isRevoked = IsLoginRevoked(failure);
        _isLoginStale |= isRevoked;
        _isOpening = failure.IsConnectionLost;
        return isRevoked ? ReconnectAndAskAsync(context, plan, command, exchange)
            : _isOpening ? context.Retry.ExecuteAsync(
                static (again, _) => again.Link.ReconnectAndAskAsync(again.Context, again.Plan, again.Command, again.Exchange),
                (Link: this, Context: context, Plan: plan, Command: command, Exchange: exchange))
            : OpenAndAskAsync(context, plan, command, exchange);
    }

    /// <summary>A new run or command is under way, and in time. Now and then it is an occasion to see whether the host's name still leads here.</summary>
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
    /// Draws the consequences of a failure for the connection: one that is lost is closed, and one to what may be the wrong server or user now, is
    /// opened anew, with its name resolved and its password read again.
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
    /// The run or command under way has outlived its timeout: it is not tried again. Returns the failure, of this turn and of what cannot be asked
    /// until it ends.
    /// </summary>
    public Failure BecomeLate(TimeSpan timeout, bool isPing)
    {
        _isLate = true;
        ConnectionStep step = _connection?.Step ?? ConnectionStep.Connecting;
        bool isBetweenAttempts = _isOpening && step > ConnectionStep.ReadingLogIn;
        return LastFailure = (isBetweenAttempts ? ConnectionStep.Connecting : step).TimedOut(timeout, isPing) with { IsTargetFault = true };
    }

    /// <summary>Whether the script was loaded over this connection.</summary>
    public bool HasLoaded(ScriptPlan plan) => Ready?.HasLoaded(plan.Commands.Sha1) ?? false;

    /// <summary>What is sent, the connection being what it is, to run the script; the command where there is none.</summary>
    public byte[] RequestFor(ScriptPlan? plan, byte[] command) => plan is null ? command
        : Ready is { } connection ? ScriptExecutor.CommandFor(connection, plan.Script, plan.Commands)
        : plan.Commands.EvalSha;

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
        if (Ready is { } open && context.Credentials.Version != _loginVersion)
        {
            _isOpening = true;
            await LogInAgainAsync(context, open, exchange).ConfigureAwait(false);
            _isOpening = false;
        }

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
}
