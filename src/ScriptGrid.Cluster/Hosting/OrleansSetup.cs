using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using ScriptGrid.Cluster.Clients;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>Configures an Orleans silo from the configuration's cluster section.</summary>
internal static class OrleansSetup
{
    /// <summary>
    /// How many locations of other silos' grains are cached. Orleans allocates its tables for the full number at once: with its default of a million they
    /// took nine megabytes, twice.
    /// </summary>
    private const int DirectoryCacheSize = 10_000;

    /// <summary>
    /// Whether external clients are served. Without a client secret, and without an authority for client certificates, nothing distinguishes a client from
    /// anybody else, so no port is opened.
    /// </summary>
    public static bool HasGateway(ClusterSettings cluster) =>
        cluster.GatewayPort != 0 && (cluster.ClientSecret is not null || cluster.GatewayTls?.CaFile is not null);

    /// <summary>Configures identity, endpoints, membership and security.</summary>
    /// <exception cref="IOException">A TLS file changed since it was checked.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A TLS file changed since it was checked.</exception>
    public static void Configure(ISiloBuilder silo, ClusterSettings cluster, IMembershipStore store)
    {
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        if (cluster.Name is { } name)
        {
            silo.Configure<SiloOptions>(options => options.SiloName = name);
        }

        silo.Configure<EndpointOptions>(options => SetEndpoints(options, cluster));
        silo.Configure<GrainDirectoryOptions>(static options => options.CacheSize = DirectoryCacheSize);
        silo.Configure<ClusterMembershipOptions>(SetProbes);
        store.Configure(silo);
        BulkTransport.Use(silo.Services);
        SilentConnections.Configure(silo);
        // TLS and then the proof of the client precede the first message on every connection, because until then the sender is unknown.
        if (cluster.GatewayTls is not null)
        {
            SiloTls.Configure(silo, cluster);
            silo.Services.AddSingleton<CertificateWatch>();
            silo.Services.AddHostedService(static provider => provider.GetRequiredService<CertificateWatch>());
        }

        SiloSecurity.Configure(silo, cluster);
        silo.AddActivityPropagation();
        silo.Services.AddLogging(OrleansLogs.Quieten);
    }

    private static void SetEndpoints(EndpointOptions options, ClusterSettings cluster)
    {
        bool hasGateway = HasGateway(cluster);
        IPAddress listen = cluster.ListenAddress ?? cluster.Address;
        options.AdvertisedIPAddress = cluster.Address;
        options.SiloPort = cluster.SiloPort;
        options.SiloListeningEndpoint = new IPEndPoint(listen, cluster.SiloPort);
        options.GatewayPort = hasGateway ? cluster.GatewayPort : 0;
        options.GatewayListeningEndpoint = hasGateway ? new IPEndPoint(listen, cluster.GatewayPort) : null;
    }

    /// <summary>Configures the probes. They detect hosts that vanish and processes that hang; <see cref="KillWatch"/> is faster if a process is gone.</summary>
    private static void SetProbes(ClusterMembershipOptions options)
    {
        options.TableRefreshTimeout = ClusterView.RefreshPeriod;

        // With either option on, a silo that hangs with open connections is given up after a minute instead of fifteen seconds. Two votes are needed in any
        // case.
        options.EnableIndirectProbes = false;
        options.EnableConnectionLivenessCheck = false;
    }
}
