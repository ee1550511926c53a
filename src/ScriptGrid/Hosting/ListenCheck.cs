using System.Net;
using System.Net.Sockets;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>
/// Checks that ports are free before the process listens on them. Orleans joins the cluster first and listens afterwards: a silo that is started twice would
/// have the running one declared dead.
/// </summary>
internal static class ListenCheck
{
    /// <summary>Returns the problem if one of the ports is taken; null if none is.</summary>
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

    /// <summary>Returns the problem if a port for HTTP is taken; null if none is.</summary>
    public static string? Problem(ListenAddress web) =>
        web.EndPoints.Select(static endPoint => Problem(endPoint, "HTTP")).FirstOrDefault(static problem => problem is not null);

    private static string? Problem(IPEndPoint endPoint, string use) =>
        IsTaken(endPoint) ? $"Cannot listen on {endPoint} for {use}: the address is in use." : null;

    /// <summary>Whether another process listens on the address. Any other failure is left to the code that listens later.</summary>
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
