using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Http;

/// <summary>
/// Listens for HTTP like Kestrel, but accepts no more connections than there are file descriptors for. Without free descriptors, Kestrel would occupy
/// a core with failing accepts, and .NET would end the process. This limit prevents both.
/// </summary>
internal sealed class WebTransport(SocketTransportFactory sockets, WebConnections connections, TimeProvider time) : IConnectionListenerFactory
{
    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await sockets.BindAsync(endpoint, cancellationToken), connections, time);

    private sealed class Listener(IConnectionListener sockets, WebConnections connections, TimeProvider time) : IConnectionListener
    {
        /// <summary>How long new connections have to wait while descriptors are short.</summary>
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

        /// <inheritdoc/>
        public EndPoint EndPoint => sockets.EndPoint;

        /// <inheritdoc/>
        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await sockets.AcceptAsync(cancellationToken) is { } connection)
            {
                bool isShort = IsShort(connection);
                if (connections.TryAdd(connection, isShort))
                {
                    return connection;
                }

                connection.Abort(new ConnectionAbortedException("There is no room for another connection."));
                await connection.DisposeAsync();
                await (isShort ? Task.Delay(Pause, time, cancellationToken) : Task.CompletedTask);
            }

            return null;
        }

        /// <inheritdoc/>
        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => sockets.UnbindAsync(cancellationToken);

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => sockets.DisposeAsync();

        private static bool IsShort(ConnectionContext connection) =>
            connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
            && DescriptorBudget.IsBeyond(socket.SafeHandle, DescriptorBudget.OfProcess.WebEnd);
    }
}
