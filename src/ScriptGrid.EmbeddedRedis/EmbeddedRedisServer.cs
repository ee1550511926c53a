using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Server;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>
/// A Redis 7.0 in this process: it speaks RESP2 and RESP3 over TCP and keeps everything in memory. Nothing is stored, replicated or clustered. All commands
/// run on one thread of its own, as in Redis.
/// </summary>
public sealed class EmbeddedRedisServer : IAsyncDisposable
{
    private readonly RedisServer _server;
    private readonly Listener _listener;

    private EmbeddedRedisServer(RedisServer server, Listener listener)
    {
        _server = server;
        _listener = listener;
    }

    /// <summary>The address and port it listens on.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>Completes once the server has ended: by <see cref="DisposeAsync"/> or by the SHUTDOWN command.</summary>
    public Task Completion => _server.Ended;

    /// <summary>Starts a server; it accepts connections from now on.</summary>
    /// <exception cref="EmbeddedRedisException">The address cannot be listened on, for example because another process does.</exception>
    public static Task<EmbeddedRedisServer> StartAsync(EmbeddedRedisOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        RedisServer server = Create(options);
        Listener listener = Open(new IPEndPoint(options.Address, options.Port), server);
        server.Start(options.Address.ToString(), listener.EndPoint.Port, atEnd: listener.Dispose);
        listener.Start();
        return Task.FromResult(new EmbeddedRedisServer(server, listener));
    }

    /// <summary>
    /// Carries out one command on behalf of this process, whatever passwords and users there are, and returns the reply as RESP2. Commands that would wait
    /// come back at once. An error is a reply too: it begins with <c>-</c>.
    /// </summary>
    /// <exception cref="EmbeddedRedisException">The server has ended.</exception>
    public Task<byte[]> ExecuteAsync(params string[] words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return ExecuteAsync([.. words.Select(static word => (ReadOnlyMemory<byte>)System.Text.Encoding.Latin1.GetBytes(word))]);
    }

    /// <inheritdoc cref="ExecuteAsync(string[])"/>
    public async Task<byte[]> ExecuteAsync(IReadOnlyList<ReadOnlyMemory<byte>> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfZero(words.Count, nameof(words));
        byte[][] copy = [.. words.Select(static word => word.ToArray())];
        var reply = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Execute(copy, bytes => reply.TrySetResult(bytes));
        await Task.WhenAny(reply.Task, _server.Ended).ConfigureAwait(false);
        return reply.Task.IsCompleted ? await reply.Task.ConfigureAwait(false) : throw new EmbeddedRedisException("The embedded Redis has ended.");
    }

    /// <summary>Ends the server: a script that runs is given up, every connection is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        _server.Stop();
        await _server.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
    }

    private static RedisServer Create(EmbeddedRedisOptions options)
    {
        int seed = options.RandomSeed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        var server = new RedisServer(
            options.TimeProvider,
            new Random(seed),
            options.EnableDebugCommand ? DebugPermission.Yes : DebugPermission.No,
            new ScriptingOptions { TimeLimit = options.ScriptTimeLimit, MaxMemoryBytes = options.ScriptMemoryBytes, Log = options.ScriptLog });
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
}
