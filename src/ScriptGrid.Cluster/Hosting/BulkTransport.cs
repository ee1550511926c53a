using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Networking.Shared;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// The transport between silos, with sockets that are read and written in large pieces. Orleans' own transport reads 4 KiB at a time, with two
/// system calls for each, and copies the data it writes once more; parts of pages are a megabyte. See docs/decisions/0014-bulk-transport.md.
/// </summary>
internal sealed class BulkTransport(IOptions<SocketConnectionOptions> options) : IConnectionFactory, IConnectionListenerFactory
{
    /// <summary>Replaces Orleans' own transport, for connections of silos and of clients.</summary>
    public static void Use(IServiceCollection services)
    {
        services.AddSingleton<BulkTransport>();
        foreach (ServiceDescriptor own in services.Where(IsTransport).ToArray())
        {
            services.Remove(own);
            services.AddKeyedSingleton(own.ServiceType, own.ServiceKey, static (provider, _) => provider.GetRequiredService<BulkTransport>());
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Prepare(socket, options.Value);
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new BulkConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new BulkListener(endpoint, options.Value));

    /// <summary>
    /// Applies Orleans' options to a socket. Closing the socket resets the connection, so that no state remains and a silo can restart on its port at once.
    /// </summary>
    public static void Prepare(Socket socket, SocketConnectionOptions options)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.NoDelay = options.NoDelay;
        if (options.KeepAlive)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, options.KeepAliveTimeSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, options.KeepAliveIntervalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, options.KeepAliveRetryCount);
        }
    }

    private static bool IsTransport(ServiceDescriptor service) =>
        service.IsKeyedService && (service.ServiceType == typeof(IConnectionFactory) || service.ServiceType == typeof(IConnectionListenerFactory));
}
