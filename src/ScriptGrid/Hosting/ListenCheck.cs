using System.Net;
using System.Net.Sockets;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>
/// Checks before a silo joins that its ports are free. Orleans joins first and listens then: a process that was started twice would have
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

        IPEndPoint[] web = ListenAddress.Parse(configuration.Web.ListenAddress)?.EndPoints ?? [];
        wanted.AddRange(web.Select(static endPoint => (endPoint, "HTTP")));

        return wanted
            .Where(static listener => IsTaken(listener.EndPoint))
            .Select(static listener => $"Cannot listen on {listener.EndPoint} for {listener.Use}: the address is in use.")
            .FirstOrDefault();
    }

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
