using System.Net.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// One request and its reply at a time. It holds all that a conversation needs (buffer, framer, and what waits for sockets), so that an idle connection
/// holds none of it.
/// </summary>
internal sealed class RedisExchange : IDisposable
{
    /// <summary>How often more is received at once where it is there already, before others on this thread have their turn.</summary>
    public const int MaxTurns = 16;

    private AsyncExchange? _async;
    private PolledExchange? _polled;
    private TlsExchange? _tls;

    /// <summary>
    /// The reply is taken up on the thread that received its last byte, which serves many connections: what follows must be short, and never block.
    /// </summary>
    public bool ContinuesInline { get; init; }

    /// <summary>What came, and the reply in it.</summary>
    public ReplyBuffer Incoming { get; } = new();

    /// <summary>The last reply, complete. Valid until the next request or the exchange's release.</summary>
    public ReadOnlySpan<byte> Reply => Incoming.Reply;

    /// <summary>Sends a request and receives its reply; null is success. An error reply is a failure, as a broken connection is.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="socket">Its <see cref="PolledSocket"/> or <see cref="Socket"/>.</param>
    /// <param name="request">The request, encoded.</param>
    /// <param name="maxReplyBytes">The longest reply that is read.</param>
    public ValueTask<Failure?> ExecuteAsync(RedisConnection connection, IDisposable socket, ReadOnlyMemory<byte> request, int maxReplyBytes)
    {
        Incoming.Begin(maxReplyBytes);
        return socket is PolledSocket polled
            ? (_polled ??= new PolledExchange(Incoming, ContinuesInline)).ExecuteAsync(connection, polled, request)
            : (_async ??= new AsyncExchange(Incoming)).ExecuteAsync(connection, (Socket)socket, request);
    }

    /// <summary>The same over TLS.</summary>
    public ValueTask<Failure?> ExecuteAsync(RedisConnection connection, PolledTls tls, ReadOnlyMemory<byte> request, int maxReplyBytes)
    {
        Incoming.Begin(maxReplyBytes);
        return (_tls ??= new TlsExchange(Incoming, ContinuesInline)).ExecuteAsync(connection, tls, request);
    }

    /// <summary>Lets go of the connection and of a large buffer.</summary>
    public void Release()
    {
        _tls?.Release();
        _polled?.Release();
        _async?.Release();
        Incoming.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _async?.Dispose();
}
