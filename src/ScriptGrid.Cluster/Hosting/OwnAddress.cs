using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>Finds the address of a silo that was given a host name. Once, at start: the address is the silo's identity for as long as it runs.</summary>
internal static class OwnAddress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The settings with an address; null, with the problem, where the name has none that fits.</summary>
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
            return Choose(found, cluster.ListenAddress, LocalAddresses()) is { } address
                ? (cluster with { Address = address }, "")
                : (null, $"cluster.address: {name} has no address that goes with listen_address {cluster.ListenAddress}");
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException)
        {
            return (null, $"cluster.address: {name} cannot be resolved: {failure.Message}");
        }
    }

    /// <summary>
    /// The address to be known by: one of this machine rather than another, and rather one that other machines reach than loopback; else the
    /// first in the order of the resolver.
    /// </summary>
    /// <param name="found">What the name resolves to.</param>
    /// <param name="listen">Where the silo listens, if not on that address itself: it must be of the same family.</param>
    /// <param name="local">The addresses of this machine.</param>
    public static IPAddress? Choose(IEnumerable<IPAddress> found, IPAddress? listen, IReadOnlySet<IPAddress> local) => found
        .Where(address => listen is null || listen.Equals(IPAddress.IPv6Any) || address.AddressFamily == listen.AddressFamily)
        .OrderByDescending(address => local.Contains(address) || IPAddress.IsLoopback(address))
        .ThenBy(IPAddress.IsLoopback)
        .FirstOrDefault();

    private static HashSet<IPAddress> LocalAddresses() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
            .Select(static unicast => unicast.Address),
    ];
}
