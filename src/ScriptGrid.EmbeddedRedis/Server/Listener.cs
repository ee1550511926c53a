using System.Net;
using System.Net.Sockets;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Accepts connections and hands them to the executor thread.</summary>
internal sealed class Listener : IDisposable
{
    private const int Backlog = 511;

    private readonly Socket _socket;
    private readonly RedisServer _server;

    private Listener(Socket socket, RedisServer server)
    {
        _socket = socket;
        _server = server;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    internal IPEndPoint EndPoint { get; }

    /// <summary>Takes the address, so that clients may connect.</summary>
    internal static Listener Open(IPEndPoint address, RedisServer server)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            socket.Listen(Backlog);
            return new Listener(socket, server);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            string reason = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the address is already in use" : e.Message;
            throw new EmbeddedRedisException($"cannot listen on {address}: {reason}", e);
        }
    }

    internal void Start() => _ = AcceptAsync();

    public void Dispose() => _socket.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Socket client = await _socket.AcceptAsync().ConfigureAwait(false);
                _server.Executor.Queue.Post(() => _server.Clients.Accept(client), whileBusy: true);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.OperationAborted or SocketError.InvalidArgument)
            {
                return;
            }
            catch (SocketException)
            {
                // That client is gone, or there are no more file descriptors: the next one may have more luck.
                await Task.Yield();
            }
        }
    }
}
