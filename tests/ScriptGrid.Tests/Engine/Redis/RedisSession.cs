using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>A connection under test, with its log-in tried and the exchange that carries what is said on it.</summary>
internal sealed class RedisSession : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly RedisConnection _connection;
    private readonly Func<RedisSession, Task<Failure?>> _open;

    private RedisSession(RedisConnection connection, Func<RedisSession, Task<Failure?>> open) => (_connection, _open) = (connection, open);

    /// <summary>Why connecting or logging in failed; null where it did not.</summary>
    public Failure? Failure { get; private set; }

    public RedisConnection Connection => _connection;

    public RedisExchange Exchange { get; } = new();

    /// <summary>The last reply as it came.</summary>
    public string Reply => Encoding.UTF8.GetString(Exchange.Reply);

    /// <summary>Connects to <paramref name="target"/>, a URI, and logs in as its user.</summary>
    /// <remarks>Where <paramref name="isPolled"/> is false it is .NET that waits for the socket, as where there is no epoll.</remarks>
    public static Task<RedisSession> OpenAsync(
        string target, TlsSettings? tls = null, bool resp3 = true, NameResolver? names = null, Greeting? greeting = null,
        bool isPolled = true)
    {
        RedisUri uri = RedisUri.Parse(target, out string error) ?? throw new ArgumentException(error, nameof(target));
        return OpenAsync(
            new TargetSpec
            {
                Address = uri.Address,
                Credentials = uri.Password is null ? null : new RedisCredentials(uri.Username, uri.Password),
                Greeting = greeting ?? Greeting.Default,
                Scripts = [],
            },
            tls,
            resp3,
            names,
            isPolled);
    }

    /// <summary>Connects and logs in, once more with what was learned of the server.</summary>
    public async Task OpenAgainAsync() => Failure = await _open(this).WaitAsync(Limit);

    /// <summary>Sends a command and receives its reply; null is success.</summary>
    public Task<Failure?> AskAsync(params string[] command) => AskAsync(int.MaxValue / 2, command);

    /// <summary>The same with a limit of the reply's size.</summary>
    public Task<Failure?> AskAsync(int maxReplyBytes, params string[] command) =>
        _connection.ExecuteAsync(RedisCommand.Encode(command), Exchange, maxReplyBytes).AsTask().WaitAsync(Limit);

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        Exchange.Dispose();
    }

    private static async Task<RedisSession> OpenAsync(TargetSpec target, TlsSettings? tls, bool resp3, NameResolver? names, bool isPolled)
    {
        var connection = new RedisConnection(target.Address) { MayBePolled = isPolled };
        TlsContext? context = tls is null ? null : new TlsContext(tls);
        names ??= new NameResolver(TimeProvider.System);
        var session = new RedisSession(
            connection, session => RedisHandshake.OpenAsync(connection, target, context, names, resp3, session.Exchange));
        await session.OpenAgainAsync();
        return session;
    }
}
