using System.Net;
using System.Net.Sockets;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Membership in the memory of the first silo on this machine. It is lost with that silo.</summary>
internal sealed class LocalhostMembershipStore(ClusterSettings cluster) : IMembershipStore
{
    private readonly IPEndPoint _primary = new(cluster.Address, cluster.PrimaryPort);

    /// <inheritdoc/>
    public string Name => $"localhost, first silo {_primary}";

    /// <inheritdoc/>
    public void Configure(ISiloBuilder silo) => silo.UseDevelopmentClustering(_primary);

    /// <inheritdoc/>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        if (cluster.SiloPort == cluster.PrimaryPort)
        {
            return null;
        }

        try
        {
            using var client = new TcpClient(_primary.AddressFamily);
            await client.ConnectAsync(_primary, cancellationToken);
            return null;
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }
}
