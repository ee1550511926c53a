using System.Net;
using System.Net.Sockets;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Accepts connections and passes them on.</summary>
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

    /// <summary>Listens on the address, so that clients can connect.</summary>
    /// <param name="address">The address and the port; 0 means any free port.</param>
    /// <param name="accepted">Called with each connection.</param>
    /// <exception cref="SocketException">The server cannot listen on the address.</exception>
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
                // That client has disconnected, or there are no file descriptors left. The next one may succeed.
                await Task.Yield();
            }
        }
    }
}
