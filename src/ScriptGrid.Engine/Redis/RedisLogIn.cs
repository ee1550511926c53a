using System.Buffers;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Sends the first commands on a new connection: AUTH, HELLO, the connection's name, ACL WHOAMI, and READONLY to a node of a cluster. Refusals of what is only
/// nice to have (a name, RESP3, ACL WHOAMI, READONLY) are ignored, unless the server also closes the connection.
/// </summary>
internal sealed class RedisLogIn(RedisConnection connection, TargetSpec target, bool resp3, RedisExchange exchange)
{
    /// <summary>Bytes that no user's name holds.</summary>
    private static readonly SearchValues<byte> InNoUser = SearchValues.Create(" \t\r\n\0"u8);

    private readonly string _name = connection.Hints.HasFlag(LogInHints.NoClientName) ? "" : target.Greeting.ClientName;
    private readonly bool _saysHello = resp3 && target.Greeting.Protocol == 3 && !connection.Hints.HasFlag(LogInHints.NoHello);
    private bool _wasAnswered;
    private bool _isClusterNode = target.IsClusterNode;
    private Failure? _refusal;

    private static ReadOnlySpan<byte> DragonflysWords => "User is "u8;

    /// <summary>Logs in. Returns null on success.</summary>
    public async Task<Failure?> RunAsync()
    {
        Failure? failure = null;
        if (connection.Hints.HasFlag(LogInHints.InDoubt))
        {
            failure = await SayAsync(RedisCommand.Ping).ConfigureAwait(false);
            _refusal = null;
        }

        if (failure is not { IsConnectionLost: true, Reason: not FailureReason.Auth })
        {
            failure = target.Credentials switch
            {
                { Username: { Length: > 0 } username, Password: var password } => await LogInAsync(username, password).ConfigureAwait(false),
                { Password: var password } => await AuthenticateAsync(password).ConfigureAwait(false)
                    ?? await IntroduceAsync().ConfigureAwait(false),
                null => await IntroduceAsync().ConfigureAwait(false),
            };
        }

        failure ??= await LetReplicaReadAsync().ConfigureAwait(false);
        if (failure is null)
        {
            connection.Hints &= ~(LogInHints.InDoubt | LogInHints.SpeaksTls);
        }

        // If a server refuses something and then closes the connection, the refusal is the cause.
        return failure is { IsConnectionLost: true, Reason: FailureReason.Connection } && _refusal is not null
            ? _refusal with { IsConnectionLost = true }
            : failure;
    }

    /// <summary>
    /// Logs in with other credentials over a connection that is logged in. Returns null on success. After a refusal, the connection stays logged in as before.
    /// </summary>
    public static async Task<Failure?> AgainAsync(RedisConnection connection, RedisCredentials credentials, RedisExchange exchange)
    {
        byte[] command = credentials.Username is { Length: > 0 } username
            ? RedisCommand.Encode("AUTH", username, credentials.Password)
            : RedisCommand.Encode("AUTH", credentials.Password);
        Failure? failure = await connection.ExecuteAsync(command, exchange).ConfigureAwait(false);
        return failure is not null && exchange.Reply.Length > 0 ? LoginRefusal.Describe(failure) with { IsConnectionLost = false } : failure;
    }

    /// <summary>
    /// Sends AUTH. For a password without a user name it has one argument: unlike AUTH in HELLO, that fails if the default user is <c>nopass</c>, for whom the
    /// server would accept any password.
    /// </summary>
    private Task<Failure?> AuthenticateAsync(params string[] credentials) => SaySecretAsync(["AUTH", .. credentials]);

    private async Task<Failure?> LogInAsync(string username, string password)
    {
        Failure? failure = new(FailureReason.Unsupported, "");
        if (_saysHello)
        {
            string[] hello = ["HELLO", "3", "AUTH", username, password];
            failure = await SaySecretAsync(_name.Length > 0 ? [.. hello, "SETNAME", _name] : hello, LogInHints.NoHello | LogInHints.NoClientName)
                .ConfigureAwait(false);
            NoteServer(failure);
        }

        if (failure is { IsConnectionLost: false, Reason: FailureReason.Unsupported })
        {
            failure = await AuthenticateAsync(username, password).ConfigureAwait(false)
                ?? await SetNameAsync().ConfigureAwait(false);
        }

        return failure ?? await VerifyAsync(username).ConfigureAwait(false);
    }

    /// <summary>Asks for RESP3 and sets the name. The server may refuse both.</summary>
    private async Task<Failure?> IntroduceAsync()
    {
        if (!_saysHello)
        {
            return await SetNameAsync().ConfigureAwait(false);
        }

        byte[] hello = _name.Length > 0 ? RedisCommand.Encode("HELLO", "3", "SETNAME", _name) : RedisCommand.Encode("HELLO", "3");
        Failure? failure = await SayAsync(hello, LogInHints.NoHello | LogInHints.NoClientName).ConfigureAwait(false);
        NoteServer(failure);
        return failure is null or { IsConnectionLost: true } or { Reason: FailureReason.Auth }
            ? AsMissingPassword(failure)
            : await SetNameAsync().ConfigureAwait(false);
    }

    /// <summary>Notes what the answer to HELLO tells about the server.</summary>
    private void NoteServer(Failure? failure)
    {
        connection.Version = failure is null ? ServerVersion.Read(exchange.Reply) : null;
        _isClusterNode |= failure is null && HelloReply.IsClusterNode(exchange.Reply);
    }

    /// <summary>
    /// Sends READONLY to a node of a cluster: without it, a replica does not let scripts read the keys that it has. On a master it changes nothing, but a master may
    /// become a replica while the connection is open.
    /// </summary>
    private async Task<Failure?> LetReplicaReadAsync() =>
        _isClusterNode && await SayAsync(OwnSlots.ReadOnly).ConfigureAwait(false) is { IsConnectionLost: true } lost ? lost : null;

    private async Task<Failure?> SetNameAsync()
    {
        if (_name.Length == 0 && _refusal is null)
        {
            return null;
        }

        // Without a name to set, a PING shows whether the server still answers after what it refused.
        byte[] command = _name.Length > 0 ? RedisCommand.Encode("CLIENT", "SETNAME", _name) : RedisCommand.Ping;
        Failure? failure = await SayAsync(command, LogInHints.NoClientName).ConfigureAwait(false);
        return failure is { IsConnectionLost: true } or { Reason: FailureReason.Auth } ? AsMissingPassword(failure) : null;
    }

    private async Task<Failure?> VerifyAsync(string username)
    {
        if (connection.Hints.HasFlag(LogInHints.NoWhoAmI))
        {
            return null;
        }

        Failure? failure = await SayAsync(RedisCommand.Encode("ACL", "WHOAMI"), LogInHints.NoWhoAmI).ConfigureAwait(false);
        if (failure is not null)
        {
            return failure.IsConnectionLost ? failure : null;
        }

        return UserIn(exchange.Reply) is { } actual && actual != username
            ? new Failure(FailureReason.Auth, $"the server logged us in as {actual}, not as {username}")
            : null;
    }

    /// <summary>Sends a command that may hold a password. The answer to it is never shown as it came.</summary>
    private async Task<Failure?> SaySecretAsync(string[] command, LogInHints mayBeLeftOut = LogInHints.None)
    {
        Failure? failure = await SayAsync(RedisCommand.Encode(command), mayBeLeftOut, isSecret: true).ConfigureAwait(false);
        return failure is null && command[0] == "AUTH" && exchange.Reply is not [(byte)'+', ..]
            ? Failure.Unusable(FailureReason.Protocol, "the server does not answer AUTH as a Redis does")
            : failure;
    }

    /// <summary>
    /// Sends a command and receives the answer. If the server closes the connection without a byte of an answer, <paramref name="mayBeLeftOut"/> is to blame if
    /// anything was answered before; otherwise the cause is in doubt.
    /// </summary>
    private async Task<Failure?> SayAsync(byte[] command, LogInHints mayBeLeftOut = LogInHints.None, bool isSecret = false)
    {
        Failure? failure = await connection.ExecuteAsync(command, exchange).ConfigureAwait(false);
        bool isErrorReply = failure is not null && exchange.Reply.Length > 0;
        if (failure is { IsConnectionLost: true, Reason: FailureReason.Connection } && !isErrorReply)
        {
            connection.Hints |= exchange.Incoming.HasBegun ? LogInHints.None : _wasAnswered ? mayBeLeftOut : LogInHints.InDoubt;
            return failure;
        }

        _wasAnswered = true;
        if (isErrorReply)
        {
            failure = isSecret ? LoginRefusal.Describe(failure!) : failure;
            _refusal = failure;
        }

        return failure;
    }

    private Failure? AsMissingPassword(Failure? failure) =>
        target.Credentials is null && failure is { Reason: FailureReason.Auth }
            ? failure with { Message = "the server asks for a password, and none is configured (NOAUTH)" }
            : failure;

    /// <summary>Returns the user that a reply to ACL WHOAMI names; null if it names none. Dragonfly answers <c>User is metrics</c>.</summary>
    private static string? UserIn(ReadOnlySpan<byte> reply)
    {
        var reader = new RespReader(reply);
        reader.Read();
        if (reader.Type is not RespType.String)
        {
            return null;
        }

        ReadOnlySpan<byte> user = reader.Text.StartsWith(DragonflysWords) ? reader.Text[DragonflysWords.Length..] : reader.Text;
        return user.IsEmpty || user.ContainsAny(InNoUser) ? null : Encoding.UTF8.GetString(user);
    }
}
