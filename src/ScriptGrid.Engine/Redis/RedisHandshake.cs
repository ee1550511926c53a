using System.Globalization;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>Everything that happens before scripts run: connecting, TLS, the log-in and SELECT.</summary>
internal static class RedisHandshake
{
    /// <summary>Enough attempts to find out that a proxy closes the connection on a command, and on which.</summary>
    private const int MaxAttempts = 3;

    /// <summary>
    /// Opens the connection for scripts. If a BUSY or LOADING server interrupted that before, continues from there. Returns null on success.
    /// </summary>
    /// <param name="connection">The connection. It remembers which commands it has to leave out.</param>
    /// <param name="target">The target whose credentials and database are used.</param>
    /// <param name="tls">How to speak TLS; null is plain TCP.</param>
    /// <param name="names">Resolves the host's name.</param>
    /// <param name="resp3">Whether RESP3 may be asked for, if the target's settings ask for it.</param>
    /// <param name="exchange">Carries the conversation.</param>
    /// <param name="connected">Called each time it has connected, before it logs in.</param>
    public static async Task<Failure?> OpenAsync(
        RedisConnection connection, TargetSpec target, TlsContext? tls, NameResolver names, bool resp3, RedisExchange exchange,
        Action? connected = null)
    {
        Failure? failure = connection.IsAuthenticated
            ? null
            : await ConnectAsync(connection, target, tls, names, resp3, exchange, connected).ConfigureAwait(false);
        failure ??= await SelectAsync(connection, target.Address.Database, exchange).ConfigureAwait(false);
        connection.IsReady = failure is null;
        return failure;
    }

    /// <summary>
    /// Connects and logs in. If the server closed the connection during the log-in instead of answering, it tries again at once without the command that is to
    /// blame. If the server answers nothing at all, a TLS handshake shows whether the port expects TLS. Returns null on success.
    /// </summary>
    /// <inheritdoc cref="OpenAsync"/>
    public static async Task<Failure?> ConnectAsync(
        RedisConnection connection, TargetSpec target, TlsContext? tls, NameResolver names, bool resp3, RedisExchange exchange,
        Action? connected = null)
    {
        LogInHints before;
        Failure? failure;
        int attempt = 0;
        do
        {
            before = connection.Hints;
            failure = await connection.ConnectAsync(tls, names).ConfigureAwait(false);
            if (failure is null)
            {
                connected?.Invoke();
                failure = await new RedisLogIn(connection, target, resp3, exchange).RunAsync().ConfigureAwait(false);
            }
        }
        while (failure is not null && connection.Hints != before && ++attempt < MaxAttempts && !connection.IsDisposed);

        connection.IsAuthenticated = failure is null;
        bool isCutOff = failure is { Reason: FailureReason.Connection } && connection.Step == ConnectionStep.LoggingIn;
        if (isCutOff && tls is null && connection.Hints.HasFlag(LogInHints.InDoubt))
        {
            // Checked each time: during an outage another server may appear behind the address.
            connection.Hints = await connection.SpeaksTlsAsync(names).ConfigureAwait(false) switch
            {
                true => connection.Hints | LogInHints.SpeaksTls,
                false => connection.Hints & ~LogInHints.SpeaksTls,
                null => connection.Hints, // It is still unknown.
            };
        }

        return isCutOff && connection.Hints.HasFlag(LogInHints.SpeaksTls) ? ForeignProtocols.Tls
            : failure is null ? null : failure with { IsConnectionLost = true };
    }

    private static async Task<Failure?> SelectAsync(RedisConnection connection, int database, RedisExchange exchange)
    {
        if (database == 0)
        {
            return null;
        }

        byte[] select = RedisCommand.Encode("SELECT", database.ToString(CultureInfo.InvariantCulture));
        Failure? failure = await connection.ExecuteAsync(select, exchange).ConfigureAwait(false);
        return failure?.Reason switch
        {
            null => null,

            // These are temporary: the connection stays open, and the next attempt continues here.
            FailureReason.Busy or FailureReason.Loading => failure,
            FailureReason.Script => Failure.Lost($"there is no database {database}: {failure.Message}"),
            _ => failure with { IsConnectionLost = true, Remedy = null },
        };
    }
}
