using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <content>Opens the connection, and follows changes of its host name's address and of its credentials.</content>
internal sealed partial class TargetLink
{
    /// <summary>Connects and logs in, or continues a login that a busy server interrupted.</summary>
    private async Task<Failure?> OpenAsync(CollectorContext context, RedisExchange exchange)
    {
        Failure? failure = await ConnectAsync(context, exchange).ConfigureAwait(false);
        if (failure is null)
        {
            _failures = 0;
            _notBefore = TimeSpan.Zero;
            _openedAtSecond = (int)context.Clock.Now.TotalSeconds;
            PlanLookup(context, context.Clock.Now);
            return null;
        }

        if (context.Detail <= LogLevel.Debug)
        {
            Log.NotConnected(context.Logger, _target.Address.Id, Failure.Label(failure.Reason), context.Secrets.Mask.Apply(failure).Message);
        }

        // An attempt that timed out was given up, which broke the connection. The failure to keep is the timeout.
        LastFailure = _isLate ? LastFailure : failure with { IsTargetFault = true };
        if (failure.IsConnectionLost)
        {
            Drop();
            _failures = (byte)Math.Min(_failures + 1, byte.MaxValue);
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
            _connection = new RedisConnection(_target.Address) { Hints = _connection?.Hints ?? LogInHints.None };
            if (_isLoginStale)
            {
                _isLoginStale = false;
                await context.Credentials.RefreshAsync(Target).ConfigureAwait(false);
            }

            if (_isDisposed)
            {
                Drop();
            }
        }

        return await LogInAsync(context, _connection, exchange).ConfigureAwait(false);
    }

    private async Task<Failure?> LogInAsync(CollectorContext context, RedisConnection connection, RedisExchange exchange)
    {
        TimeSpan start = context.Clock.Now;
        TargetSpec target = Target;
        int version = context.Credentials.Version;
        Login login = await context.Credentials.FindAsync(target).ConfigureAwait(false);
        if (login.Failure is not null)
        {
            return login.Failure;
        }

        target = login.Credentials == target.Credentials ? target : target with { Credentials = login.Credentials };
        Action? connected = context.Detail <= LogLevel.Debug
            ? () => Log.Connected(context.Logger, target.Address.Id, (context.Clock.Now - start).TotalMilliseconds)
            : null;
        Failure? failure = await RedisHandshake
            .OpenAsync(connection, target, _tls, context.Names, !context.UsesResp2, exchange, connected).ConfigureAwait(false);
        (_login, _loginVersion) = (login.Credentials, version);
        if (failure is null && context.Detail <= LogLevel.Debug)
        {
            string user = target.Credentials?.Username ?? "the default user";
            Log.LoggedIn(context.Logger, target.Address.Id, user, (context.Clock.Now - start).TotalMilliseconds);
        }

        return failure;
    }

    /// <summary>
    /// Logs in again over the open connection if the target's credentials have changed. If the server refuses them, the connection keeps its old
    /// login, and is used until the credentials change again.
    /// </summary>
    private async Task LogInAgainAsync(CollectorContext context, RedisConnection connection, RedisExchange exchange)
    {
        int version = context.Credentials.Version;
        Login login = await context.Credentials.FindAsync(Target).ConfigureAwait(false);
        _loginVersion = version;
        if (login.Failure is not null || login.Credentials == _login)
        {
            return;
        }

        _login = login.Credentials;
        if (login.Credentials is not { } credentials)
        {
            Drop(); // Redis has no way to log out.
            return;
        }

        connection.IsReady = false; // The command under way is not a script.
        Failure? failure = await RedisLogIn.AgainAsync(connection, credentials, exchange).ConfigureAwait(false);
        connection.IsReady = failure is not { IsConnectionLost: true } && !connection.IsDisposed;
        if (!connection.IsReady)
        {
            Drop(); // Nothing was asked yet, so the connection can be opened anew.
            return;
        }

        context.Credentials.Meter.LoggedInAgain(failure is null);
        if (failure is not null)
        {
            Log.LoginNotRenewed(context.Logger, Target.Address.Id, context.Secrets.Mask.Apply(failure).Message);
        }
        else if (context.Detail <= LogLevel.Debug)
        {
            Log.LoggedInAgain(context.Logger, Target.Address.Id, credentials.Username ?? "the default user");
        }
    }

    /// <summary>Looks up the host name; if it leads elsewhere now, the next turn reopens the connection.</summary>
    private async Task FollowNameAsync(CollectorContext context, RedisConnection connection)
    {
        if (await connection.HasMovedAsync(context.Names).ConfigureAwait(false) && connection == _connection)
        {
            _isOutdated = true;
        }
    }

    /// <summary>Plans the next lookup of the host name. Each target has its own jitter, which spreads the lookups of a fleet.</summary>
    private void PlanLookup(CollectorContext context, TimeSpan now) =>
        _lookUpAtSecond = (int)(now + (context.MaxConnectionAge * (0.5 + (Jitter(_openedAtSecond) / 2)))).TotalSeconds;

    private double Jitter(int turn) => TargetHash.Of($"{_target.Address.Id}\n{turn}") / (ulong.MaxValue + 1.0);

    /// <summary>Whether the server no longer accepts the login of a connection that was logged in. The run was not carried out.</summary>
    private static bool IsLoginRevoked(Failure failure) => failure is { Reason: FailureReason.Auth, IsConnectionLost: true };

    /// <summary>
    /// The pause before the next attempt. It doubles up to the maximum; each target has its own jitter, so that a fleet does not reconnect all at
    /// once.
    /// </summary>
    private TimeSpan Pause()
    {
        TimeSpan longest = FirstPause * Math.Pow(2, Math.Min(_failures - 1, 10));
        return (longest < LongestPause ? longest : LongestPause) * (0.5 + (Jitter(_failures) / 2));
    }
}
