using System.Net;
using System.Net.Sockets;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>
/// Checks that ports are free before they are listened on. Orleans joins first and listens then: a silo that was started twice would have
/// the one that runs declared dead.
/// </summary>
internal static class ListenCheck
{
    /// <summary>Which port is taken; null when none is.</summary>
    public static string? Problem(ScriptGridConfiguration configuration)
    {
        ClusterSettings cluster = configuration.Cluster;
        IPAddress address = cluster.ListenAddress ?? cluster.Address;
        List<(IPEndPoint EndPoint, string Use)> wanted = [(new(address, cluster.SiloPort), "other silos")];
        if (OrleansSetup.HasGateway(cluster))
        {
            wanted.Add((new(address, cluster.GatewayPort), "external clients"));
        }

        return wanted.Select(static listener => Problem(listener.EndPoint, listener.Use)).FirstOrDefault(static problem => problem is not null)
            ?? (ListenAddress.Parse(configuration.Web.ListenAddress) is { } web ? Problem(web) : null);
    }

    /// <summary>Says where HTTP cannot be served since the port is taken; null when it is not.</summary>
    public static string? Problem(ListenAddress web) =>
        web.EndPoints.Select(static endPoint => Problem(endPoint, "HTTP")).FirstOrDefault(static problem => problem is not null);

    private static string? Problem(IPEndPoint endPoint, string use) =>
        IsTaken(endPoint) ? $"Cannot listen on {endPoint} for {use}: the address is in use." : null;

    /// <summary>Any other failure is left to the one who really listens.</summary>
    private static bool IsTaken(IPEndPoint endPoint)
    {
        try
        {
            using var listener = new TcpListener(endPoint);
            listener.Start();
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
