using ScriptGrid.Discovery;
using ScriptGrid.Redis;

namespace ScriptGrid.Collection;

/// <summary>
/// A target's connection over its life: opened when first needed, kept, opened again after it broke, with a growing and jittered pause
/// between attempts that fail.
/// </summary>
internal sealed class TargetLink(TargetSpec target, TlsContext? tls) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private TargetSpec _target = target;
    private TlsContext? _tls = tls;
    private RedisConnection? _connection;
    private Failure? _lastFailure;
    private TimeSpan _notBefore;
    private bool _isOutdated;
    private bool _isDisposed;

    /// <summary>Attempts to open the connection that failed since it was last open.</summary>
    public int ConsecutiveFailures { get; private set; }

    /// <summary>The open connection; null where <see cref="OpenAsync"/> is due.</summary>
    public RedisConnection? Ready => _connection is { IsReady: true } && !_isOutdated ? _connection : null;

    /// <summary>How the target speaks TLS; null is plain TCP.</summary>
    public TlsContext? Tls => _tls;

    /// <summary>The failure that the pause is for, while it lasts.</summary>
    public Failure? HeldBack(TimeSpan now) => now < _notBefore ? _lastFailure : null;

    /// <summary>Takes over a reloaded configuration. The connection stays unless how to reach the server or log in changed.</summary>
    public void Update(TargetSpec updated, TlsContext? updatedTls)
    {
        _isOutdated |= updated.Credentials != _target.Credentials || updated.Tls != _target.Tls;
        _notBefore = TimeSpan.Zero;
        _target = updated;
        _tls = updatedTls;
    }

    /// <summary>Connects and logs in, or goes on where a busy server broke the log-in off.</summary>
    public async Task<Failure?> OpenAsync(CollectorContext context, RedisExchange exchange)
    {
        Failure? failure = await ConnectAsync(context, exchange).ConfigureAwait(false);
        if (failure is null)
        {
            ConsecutiveFailures = 0;
            _notBefore = TimeSpan.Zero;
            return null;
        }

        _lastFailure = failure with { IsTargetFault = true };
        if (failure.IsConnectionLost)
        {
            Drop();
            ConsecutiveFailures++;
            _notBefore = context.Clock.Now + Pause();
        }

        return _lastFailure;
    }

    /// <summary>Closes the connection; an operation under way on it ends with a failure.</summary>
    public void Drop() => _connection?.Dispose();

    /// <summary>Closes the connection for good.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Drop();
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

            if (await _connection.ConnectAsync(_tls).ConfigureAwait(false) is { } failure)
            {
                return failure with { IsConnectionLost = true };
            }
        }

        return await RedisHandshake.RunAsync(_connection, _target, !context.UsesResp2, exchange).ConfigureAwait(false);
    }

    /// <summary>Doubles up to the longest; the jitter is the target's own, so that a fleet does not come back in step.</summary>
    private TimeSpan Pause()
    {
        TimeSpan longest = FirstPause * Math.Pow(2, Math.Min(ConsecutiveFailures - 1, 10));
        double jitter = StableHash.Of($"{_target.Address.Id}\n{ConsecutiveFailures}") / (ulong.MaxValue + 1.0);
        return (longest < LongestPause ? longest : LongestPause) * (0.5 + (jitter / 2));
    }
}
