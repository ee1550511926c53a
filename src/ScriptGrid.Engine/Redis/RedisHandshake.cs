using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// What is sent on a new connection before scripts run: AUTH, HELLO, the connection's name, ACL WHOAMI, SELECT. Refusals of what
/// is merely nice to have (a name, RESP3, ACL WHOAMI) are ignored.
/// </summary>
internal static class RedisHandshake
{
    private const string ClientName = "scriptgrid";

    private static readonly byte[] Hello = RedisCommand.Encode("HELLO", "3", "SETNAME", ClientName);
    private static readonly byte[] SetName = RedisCommand.Encode("CLIENT", "SETNAME", ClientName);
    private static readonly byte[] WhoAmI = RedisCommand.Encode("ACL", "WHOAMI");

    /// <summary>Logs in and chooses the database, going on where a BUSY or LOADING server broke it off before.</summary>
    /// <param name="connection">A connected connection.</param>
    /// <param name="target">Whose credentials and database are used.</param>
    /// <param name="resp3">Ask for RESP3, as every server since 6.0 speaks.</param>
    /// <param name="exchange">Carries the conversation.</param>
    public static async Task<Failure?> RunAsync(RedisConnection connection, TargetSpec target, bool resp3, RedisExchange exchange)
    {
        if (!connection.IsAuthenticated)
        {
            if (await LogInAsync(connection, target.Credentials, resp3, exchange).ConfigureAwait(false) is { } refused)
            {
                return refused with { IsConnectionLost = true };
            }

            connection.IsAuthenticated = true;
        }

        if (target.Address.Database != 0)
        {
            byte[] select = RedisCommand.Encode("SELECT", target.Address.Database.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (await connection.ExecuteAsync(select, exchange).ConfigureAwait(false) is { } failure)
            {
                // BUSY and LOADING pass: the connection stays, and the next attempt goes on here.
                return failure.Reason is FailureReason.Busy or FailureReason.Loading ? failure : failure with { IsConnectionLost = true };
            }
        }

        connection.IsReady = true;
        return null;
    }

    /// <summary>AUTH where there are credentials, and the connection's name and protocol.</summary>
    public static Task<Failure?> LogInAsync(
        RedisConnection connection, RedisCredentials? credentials, bool resp3, RedisExchange exchange) =>
        credentials?.Username is { Length: > 0 } username
            ? LogInAsUserAsync(connection, username, credentials.Password, resp3, exchange)
            : LogInAsDefaultAsync(connection, credentials, resp3, exchange);

    /// <summary>
    /// The password alone is sent as AUTH with one argument: unlike HELLO's AUTH it fails where the default user is
    /// <c>nopass</c>, which would take any password for the right one.
    /// </summary>
    private static async Task<Failure?> LogInAsDefaultAsync(
        RedisConnection connection, RedisCredentials? credentials, bool resp3, RedisExchange exchange)
    {
        if (credentials is not null
            && await connection.ExecuteAsync(RedisCommand.Encode("AUTH", credentials.Password), exchange).ConfigureAwait(false) is { } refused)
        {
            return AsAuthFailure(refused);
        }

        Failure? failure = await connection.ExecuteAsync(resp3 ? Hello : SetName, exchange).ConfigureAwait(false);
        if (resp3 && failure is { Reason: FailureReason.Unsupported })
        {
            failure = await connection.ExecuteAsync(SetName, exchange).ConfigureAwait(false);
        }

        return failure is { IsConnectionLost: true } or { Reason: FailureReason.Auth } ? failure : null;
    }

    private static async Task<Failure?> LogInAsUserAsync(
        RedisConnection connection, string username, string password, bool resp3, RedisExchange exchange)
    {
        Failure? failure = new(FailureReason.Unsupported, "");
        if (resp3)
        {
            byte[] hello = RedisCommand.Encode("HELLO", "3", "AUTH", username, password, "SETNAME", ClientName);
            failure = await connection.ExecuteAsync(hello, exchange).ConfigureAwait(false);
        }

        if (failure is { Reason: FailureReason.Unsupported })
        {
            failure = await connection.ExecuteAsync(RedisCommand.Encode("AUTH", username, password), exchange).ConfigureAwait(false);
            if (failure is null && await connection.ExecuteAsync(SetName, exchange).ConfigureAwait(false) is { IsConnectionLost: true } lost)
            {
                return lost;
            }
        }

        return failure is null
            ? await VerifyUserAsync(connection, username, exchange).ConfigureAwait(false)
            : AsAuthFailure(failure);
    }

    private static async Task<Failure?> VerifyUserAsync(RedisConnection connection, string username, RedisExchange exchange)
    {
        Failure? failure = await connection.ExecuteAsync(WhoAmI, exchange).ConfigureAwait(false);
        if (failure is not null)
        {
            return failure.IsConnectionLost ? failure : null;
        }

        return UserIn(exchange.Reply) is { } actual && actual != username
            ? new Failure(FailureReason.Auth, $"the server logged us in as {actual}, not as {username}")
            : null;
    }

    private static string? UserIn(ReadOnlySpan<byte> reply)
    {
        var reader = new RespReader(reply);
        reader.Read();
        return reader.Type is RespType.String ? Encoding.UTF8.GetString(reader.Text) : null;
    }

    /// <summary>Any refusal of AUTH is a matter of credentials, in whatever words.</summary>
    private static Failure AsAuthFailure(Failure failure) =>
        failure.IsConnectionLost || failure.Reason is FailureReason.Loading or FailureReason.Denied
            ? failure
            : failure with { Reason = FailureReason.Auth };
}
