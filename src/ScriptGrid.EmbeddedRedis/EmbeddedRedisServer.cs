using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Server;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>
/// A Redis 7.0 server in this process. It speaks RESP2 and RESP3 over TCP and keeps everything in memory: it has no persistence and no clustering, and it is
/// never a replica. As in Redis, all commands run on a single thread, which belongs to the server. The methods are callable from any thread, also concurrently.
/// Those that send the server a request wait for its thread, so the server's own callbacks (<see cref="EmbeddedRedisOptions.ScriptLog"/>,
/// <see cref="EmbeddedRedisOptions.FaultLog"/>) must not call them.
/// </summary>
public sealed partial class EmbeddedRedisServer : IAsyncDisposable, IDisposable
{
    /// <summary>What separates the words of a line of Redis's configuration.</summary>
    private static readonly char[] Blanks = [' ', '\t', '\n', '\v', '\f', '\r'];

    private readonly EmbeddedRedisOptions _options;
    private readonly RedisServer _server;
    private readonly Listener _listener;

    private EmbeddedRedisServer(EmbeddedRedisOptions options, RedisServer server, Listener listener) =>
        (_options, _server, _listener) = (options, server, listener);

    /// <summary>The address and port that the server listens on.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>The TCP port that the server listens on.</summary>
    public int Port => EndPoint.Port;

    /// <summary>
    /// The connection string for StackExchange.Redis, for example <c>127.0.0.1:40123</c>, with the default user's password if the options have one. If the
    /// server listens on all addresses, the string has the loopback address.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The password contains a comma, or begins or ends with a blank, which a connection string cannot express.
    /// </exception>
    public string ConnectionString
    {
        get
        {
            IPAddress address = EndPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
                : EndPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
                : EndPoint.Address;
            string password = _options.Password ?? "";
            return password.Contains(',', StringComparison.Ordinal) || password.AsSpan().Trim().Length < password.Length
                ? throw new InvalidOperationException("A connection string cannot contain a password with a comma, or with a blank at an end; set the end point and the password in ConfigurationOptions instead.")
                : new IPEndPoint(address, Port) + (password.Length == 0 ? "" : $",password={password}");
        }
    }

    /// <summary>
    /// Completes when the server has ended, because of <see cref="DisposeAsync"/> or the SHUTDOWN command. If the server ended because of a fault, the task is
    /// faulted with it.
    /// </summary>
    public Task Completion => _server.Ended;

    /// <summary>Starts a server, which accepts connections when this method returns.</summary>
    /// <param name="options">The server's settings; null for any free port of 127.0.0.1 and no password.</param>
    /// <exception cref="EmbeddedRedisException">The server cannot listen on the address, for example because another process does; or a user's rules are
    /// invalid.</exception>
    /// <exception cref="ArgumentException">An option is null, empty or out of range; the message names it.</exception>
    public static EmbeddedRedisServer Start(EmbeddedRedisOptions? options = null)
    {
        options ??= new EmbeddedRedisOptions();
        OptionsCheck.Check(options);
        Preparation.Begin();
        RedisServer server = Create(options);
        Listener listener = Open(new IPEndPoint(options.Address, options.Port), server);
        try
        {
            server.Start(options.Address.ToString(), listener.EndPoint.Port, atEnd: listener.Dispose, options.WaitsForSockets);
            var started = new EmbeddedRedisServer(options, server, listener);
            started.AddUsers(options.Users);
            listener.Start();
            return started;
        }
        catch
        {
            server.Stop();
            listener.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Start"/>
    /// <param name="options">The server's settings; null for any free port of 127.0.0.1 and no password.</param>
    /// <param name="cancellationToken">If cancelled before the call, no server is started.</param>
    public static Task<EmbeddedRedisServer> StartAsync(EmbeddedRedisOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Start(options));
    }

    /// <summary>Ends the server: aborts a running script and closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        RefuseItsOwnThread();
        _server.Stop();
        await _server.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        RefuseItsOwnThread();
        _server.Stop();
        Task.WaitAny(_server.Ended);
        _listener.Dispose();
    }

    private static RedisServer Create(EmbeddedRedisOptions options)
    {
        int seed = options.RandomSeed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        TimeSpan? timeLimit = options.ScriptTimeLimit == Timeout.InfiniteTimeSpan ? null : options.ScriptTimeLimit;
        var server = new RedisServer(
            options.TimeProvider,
            new Random(seed),
            options.Databases,
            options.EnableDebugCommand ? DebugPermission.Yes : DebugPermission.No,
            new ScriptingOptions { TimeLimit = timeLimit, MaxMemoryBytes = options.ScriptMemoryBytes, Log = options.ScriptLog },
            options.BufferMemoryBytes,
            options.FaultLog);
        server.SetPassword(options.Password ?? "");
        return server;
    }

    private static Listener Open(IPEndPoint address, RedisServer server)
    {
        try
        {
            return Listener.Open(address, server.Accept);
        }
        catch (SocketException e)
        {
            string reason = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the address is already in use" : e.Message;
            throw new EmbeddedRedisException($"cannot listen on {address}: {reason}", e);
        }
    }

    private void AddUsers(IReadOnlyList<string> users)
    {
        foreach (string user in users)
        {
            string[] words = user.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            Execute("ACL", ["SETUSER", .. words.Select(static word => (RedisArgument)word)]);
        }
    }
}
