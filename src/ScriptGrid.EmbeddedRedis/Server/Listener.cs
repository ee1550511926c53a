using System.Net;
using System.Net.Sockets;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Accepts connections and hands them on.</summary>
internal sealed class Listener : IDisposable
{
    private const int Backlog = 511;

    private readonly Socket _socket;
    private readonly Action<Socket> _accepted;

    private Listener(Socket socket, Action<Socket> accepted)
    {
        _socket = socket;
        _accepted = accepted;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    internal IPEndPoint EndPoint { get; }

    /// <summary>Takes the address, so that clients may connect.</summary>
    /// <param name="address">The address and the port; 0 for any port that is free.</param>
    /// <param name="accepted">Called with each connection.</param>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    internal static Listener Open(IPEndPoint address, Action<Socket> accepted)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            socket.Listen(Backlog);
            return new Listener(socket, accepted);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
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
                _accepted(client);
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
