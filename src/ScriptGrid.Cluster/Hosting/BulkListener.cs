using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Orleans.Networking.Shared;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>Accepts connections for <see cref="BulkTransport"/>.</summary>
internal sealed class BulkListener : IConnectionListener
{
    private const int Backlog = 512;
    private static readonly TimeSpan ShortagePause = TimeSpan.FromMilliseconds(250);

    private readonly SocketConnectionOptions _options;
    private readonly Socket _socket;

    /// <exception cref="AddressInUseException">Another process already listens on the endpoint.</exception>
    public BulkListener(EndPoint endpoint, SocketConnectionOptions options)
    {
        _options = options;
        _socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            if (endpoint is IPEndPoint { Address: var address } && address.Equals(IPAddress.IPv6Any))
            {
                _socket.DualMode = true;
            }

            _socket.Bind(endpoint);
            _socket.Listen(Backlog);
        }
        catch (SocketException failure)
        {
            _socket.Dispose();
            throw failure.SocketErrorCode == SocketError.AddressAlreadyInUse ? new AddressInUseException(failure.Message, failure) : failure;
        }
    }

    /// <inheritdoc/>
    public EndPoint EndPoint => _socket.LocalEndPoint!;

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                Socket socket = await _socket.AcceptAsync(cancellationToken);
                BulkTransport.Prepare(socket, _options);
                return new BulkConnection(socket);
            }
            catch (Exception failure) when (failure is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null; // The listener was closed.
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.TooManyOpenSockets)
            {
                await Task.Delay(ShortagePause, TimeProvider.System, cancellationToken); // An immediate retry would fail in the same way.
            }
            catch (SocketException)
            {
                // This peer has disconnected already; accept the next one.
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
