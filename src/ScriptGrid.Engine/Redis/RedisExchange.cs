using System.Net.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Carries one request and its reply at a time. It holds everything that a conversation needs (buffer, framer, and the waiters for sockets), so that an idle
/// connection holds none of it.
/// </summary>
internal sealed class RedisExchange : IDisposable
{
    /// <summary>How many times in a row to receive bytes that are already there, before others on this thread have their turn.</summary>
    public const int MaxTurns = 16;

    private AsyncExchange? _async;
    private PolledExchange? _polled;
    private TlsExchange? _tls;

    /// <summary>
    /// Whether the caller continues on the thread that received the last byte of the reply. That thread serves many connections, so what follows must be short
    /// and never block.
    /// </summary>
    public bool ContinuesInline { get; init; }

    /// <summary>The received bytes, and the reply in them.</summary>
    public ReplyBuffer Incoming { get; } = new();

    /// <summary>The last complete reply. Valid until the next request, or until <see cref="Release"/>.</summary>
    public ReadOnlySpan<byte> Reply => Incoming.Reply;

    /// <summary>Sends a request and receives its reply. Returns null on success; both an error reply and a broken connection are failures.</summary>
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

    /// <summary>Does the same over TLS.</summary>
    public ValueTask<Failure?> ExecuteAsync(RedisConnection connection, PolledTls tls, ReadOnlyMemory<byte> request, int maxReplyBytes)
    {
        Incoming.Begin(maxReplyBytes);
        return (_tls ??= new TlsExchange(Incoming, ContinuesInline)).ExecuteAsync(connection, tls, request);
    }

    /// <summary>Drops the references to the connection, and returns a large buffer to its pool.</summary>
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
