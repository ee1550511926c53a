using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>Logs, once the silo is up, which cluster it joined, and with which addresses.</summary>
internal sealed class JoinReport(
    ClusterSettings cluster, IMembershipStore store, ILocalSiloDetails silo, IClusterMembershipService membership, ILoggerFactory loggers)
    : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ILogger logger = loggers.CreateLogger("ScriptGrid");
        bool hasGateway = OrleansSetup.HasGateway(cluster);
        int active = membership.CurrentSnapshot.Members.Values.Count(static member => member.Status == SiloStatus.Active);
        string gateway = hasGateway ? silo.GatewayAddress.Endpoint.ToString() : "none";
        Log.Joined(logger, cluster.ClusterId, store.Name, silo.SiloAddress.Endpoint.ToString(), gateway, active);
        if (cluster.GatewayPort != 0 && !hasGateway)
        {
            Log.GatewayClosed(logger);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
