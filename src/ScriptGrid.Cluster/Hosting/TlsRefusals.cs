using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using ScriptGrid.Cluster.Clients;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// Counts connections whose TLS handshake failed as refusals, with an occasional line in the log. Orleans itself would log an exception for each of them.
/// </summary>
internal static class TlsRefusals
{
    private static readonly object Secured = new();

    /// <summary>Counts connections on which <see cref="NoteSuccess"/> noted nothing. Must be called before TLS is set up.</summary>
    public static void CountFailures(ISiloBuilder silo, ClusterCertificates certificates) => silo.Configure<SiloConnectionOptions>(options =>
    {
        if (certificates.Silos is not null)
        {
            options.ConfigureSiloInboundConnection(static connections => Count(connections, "to the silo port: it speaks no TLS, or shows no certificate of the authority of silos"));
        }

        if (certificates.Gateway is { } gateway)
        {
            string reason = gateway.CaFile is null ? "it speaks no TLS, or does not trust the gateway's certificate" : "it speaks no TLS, or shows no certificate of the authority of clients";
            options.ConfigureGatewayInboundConnection(connections => Count(connections, $"to the gateway: {reason}"));
        }
    });

    /// <summary>Notes each connection whose handshake succeeded. Must be called after TLS is set up.</summary>
    public static void NoteSuccess(ISiloBuilder silo) => silo.Configure<SiloConnectionOptions>(static options =>
    {
        options.ConfigureSiloInboundConnection(Note);
        options.ConfigureGatewayInboundConnection(Note);
    });

    private static void Note(IConnectionBuilder connections) => connections.Use(static next => connection =>
    {
        connection.Items[Secured] = null;
        return next(connection);
    });

    private static void Count(IConnectionBuilder connections, string reason)
    {
        Refusals refusals = connections.ApplicationServices.GetRequiredService<Refusals>();
        connections.Use(next => async connection =>
        {
            await next(connection);
            if (!connection.Items.ContainsKey(Secured))
            {
                refusals.Connection(connection.RemoteEndPoint?.ToString() ?? "?", reason);
            }
        });
    }
}
