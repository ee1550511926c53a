using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// Resolves the address of a silo that is configured with a host name. This happens once, at start, because the address is the silo's identity while it runs.
/// </summary>
internal static class OwnAddress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Returns the settings with an address; or null, with the problem, if the name has no suitable address.</summary>
    public static async Task<(ClusterSettings? Settings, string Problem)> ResolveAsync(
        ClusterSettings cluster, TimeProvider time, CancellationToken cancellationToken)
    {
        if (cluster.HostName is not { } name)
        {
            return (cluster, "");
        }

        try
        {
            IPAddress[] found = await Dns.GetHostAddressesAsync(name, cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return Choose(found.Where(cluster.CanListenFor), LocalAddresses()) is { } address
                ? (cluster with { Address = address }, "")
                : (null, cluster.Places.OfAddress($"{name} has no address that goes with listen_address {cluster.ListenAddress}"));
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException)
        {
            return (null, cluster.Places.OfAddress($"{name} cannot be resolved: {failure.Message}"));
        }
    }

    /// <summary>
    /// Chooses the address that the silo advertises. It prefers addresses of this machine, then addresses that other machines can reach over loopback ones, and
    /// then the resolver's order.
    /// </summary>
    /// <param name="found">The addresses to choose from.</param>
    /// <param name="local">The addresses of this machine.</param>
    public static IPAddress? Choose(IEnumerable<IPAddress> found, IReadOnlySet<IPAddress> local) => found
        .OrderByDescending(address => local.Contains(address) || IPAddress.IsLoopback(address))
        .ThenBy(IPAddress.IsLoopback)
        .FirstOrDefault();

    private static HashSet<IPAddress> LocalAddresses()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
                    .Select(static unicast => unicast.Address),
            ];
        }
        catch (NetworkInformationException)
        {
            return []; // A sandbox may forbid it (AF_NETLINK). Then the order of the resolver decides.
        }
    }
}
