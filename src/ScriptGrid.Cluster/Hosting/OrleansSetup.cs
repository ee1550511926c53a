using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using ScriptGrid.Cluster.Clients;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>Makes a silo of Orleans what the cluster section says.</summary>
internal static class OrleansSetup
{
    /// <summary>
    /// Places of other silos' grains that are remembered. Orleans lays its tables out for as many at once: at its default of a million they took
    /// nine megabytes, twice.
    /// </summary>
    private const int DirectoryCacheSize = 10_000;

    /// <summary>
    /// Whether external clients are served. Without a secret and without certificates of clients there is nothing that tells them from anybody else, so no
    /// port is opened for them.
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
        // TLS, then the proof of the client, come before the first message on every connection: until then nobody knows who sends it.
        if (cluster.GatewayTls is not null)
        {
            SiloTls.Configure(silo, cluster);
            silo.Services.AddSingleton<CertificateWatch>();
            silo.Services.AddHostedService(static provider => provider.GetRequiredService<CertificateWatch>());
        }

        SiloSecurity.Configure(silo, cluster);
        silo.AddActivityPropagation();
        silo.Services.AddLogging(Quieten);
    }

    /// <summary>
    /// The silo warns of a garbage collector that was chosen on purpose, the watchdog of the time before its first look, and Polly tells every
    /// placement of a grain and each of its retries. What placements come to, the supervisor of targets says; what TLS refuses, <see cref="TlsRefusals"/>.
    /// </summary>
    private static void Quieten(ILoggingBuilder logging) => logging
        .AddFilter("Orleans", LogLevel.Warning)
        .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
        .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
        .AddFilter("Orleans.Connections.Security.TlsServerConnectionMiddleware", LogLevel.Error)
        .AddFilter("Polly", LogLevel.Error);

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

    /// <summary>Probes are for hosts that vanish and processes that hang; <see cref="KillWatch"/> is faster where a process is gone.</summary>
    private static void SetProbes(ClusterMembershipOptions options)
    {
        options.TableRefreshTimeout = ClusterView.RefreshPeriod;

        // With either of them a silo that hangs, its connections open, is given up after a minute, not after fifteen seconds. Two votes are needed all the same.
        options.EnableIndirectProbes = false;
        options.EnableConnectionLivenessCheck = false;
    }
}
