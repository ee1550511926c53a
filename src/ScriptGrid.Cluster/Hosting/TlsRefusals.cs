using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using ScriptGrid.Cluster.Clients;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// Counts connections whose TLS handshake failed among the refusals, with a line in the log from time to time. Orleans itself would log an exception
/// for each of them.
/// </summary>
internal static class TlsRefusals
{
    private static readonly object Secured = new();

    /// <summary>Comes before TLS.</summary>
    public static void CountFailures(ISiloBuilder silo) => OnEachInbound(silo, static connections =>
    {
        Refusals refusals = connections.ApplicationServices.GetRequiredService<Refusals>();
        connections.Use(next => async connection =>
        {
            await next(connection);
            if (!connection.Items.ContainsKey(Secured))
            {
                refusals.Connection(connection.RemoteEndPoint?.ToString() ?? "?", "it speaks no TLS, or shows no certificate of the authority");
            }
        });
    });

    /// <summary>Comes after TLS, where it came about.</summary>
    public static void NoteSuccess(ISiloBuilder silo) => OnEachInbound(silo, static connections =>
        connections.Use(static next => connection =>
        {
            connection.Items[Secured] = null;
            return next(connection);
        }));

    private static void OnEachInbound(ISiloBuilder silo, Action<IConnectionBuilder> add) => silo.Configure<SiloConnectionOptions>(options =>
    {
        options.ConfigureSiloInboundConnection(add);
        options.ConfigureGatewayInboundConnection(add);
    });
}
