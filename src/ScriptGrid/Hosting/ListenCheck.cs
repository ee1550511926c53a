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
    /// <summary>Returns the problem if a silo cannot listen on one of its ports; null if it can listen on all.</summary>
    public static string? Problem(ScriptGridConfiguration configuration)
    {
        ClusterSettings cluster = configuration.Cluster;
        IPAddress address = cluster.ListenAddress ?? cluster.Address;
        List<(IPEndPoint EndPoint, string Use)> wanted = [(new(address, cluster.SiloPort), "other silos")];
        if (OrleansSetup.HasGateway(cluster))
        {
            wanted.Add((new(address, cluster.GatewayPort), "external clients"));
        }

        return wanted.Select(listener => ProblemOfSilo(listener.EndPoint, listener.Use, cluster)).FirstOrDefault(static problem => problem is not null)
            ?? (ListenAddress.Parse(configuration.Web.ListenAddress) is { } web ? Problem(web) : null);
    }

    /// <summary>
    /// Returns the problem if a port for HTTP is taken; null if none is. Any other failure is left to the code that listens later: the HTTP server does
    /// without one of its two addresses if the machine does not have it.
    /// </summary>
    public static string? Problem(ListenAddress web) =>
        web.EndPoints
            .Where(static endPoint => Failure(endPoint) is { SocketErrorCode: SocketError.AddressAlreadyInUse })
            .Select(static endPoint => Taken(endPoint, "HTTP"))
            .FirstOrDefault();

    private static string? ProblemOfSilo(IPEndPoint endPoint, string use, ClusterSettings cluster) => Failure(endPoint) switch
    {
        null => null,
        { SocketErrorCode: SocketError.AddressAlreadyInUse } => Taken(endPoint, use),
        { SocketErrorCode: SocketError.AddressNotAvailable } when cluster.ListenAddress is not null =>
            cluster.Places.OfListenAddress($"this machine does not have the address {endPoint.Address}; give one that it has, or 0.0.0.0 for all"),
        { SocketErrorCode: SocketError.AddressNotAvailable } =>
            cluster.Places.OfAddress($"this machine does not have the address {endPoint.Address}; give one that it has, or say in listen_address on which to listen"),
        { Message: var message } => $"Cannot listen on {endPoint} for {use}: {message}.",
    };

    private static string Taken(IPEndPoint endPoint, string use) => $"Cannot listen on {endPoint} for {use}: the address is in use.";

    /// <summary>Returns why nobody can listen on an address; null if one can.</summary>
    private static SocketException? Failure(IPEndPoint endPoint)
    {
        try
        {
            using var listener = new TcpListener(endPoint);
            listener.Start();
            return null;
        }
        catch (SocketException failure)
        {
            return failure;
        }
    }
}
