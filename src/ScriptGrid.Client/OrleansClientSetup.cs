using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace ScriptGrid.Client;

/// <summary>Makes an Orleans client one of the cluster.</summary>
internal static class OrleansClientSetup
{
    /// <summary>Configures it. Nothing is read yet: options are, when the host starts.</summary>
    /// <param name="client">The client.</param>
    /// <param name="configure">What the caller wants beside.</param>
    /// <param name="isOwn">It is there for ScriptGrid alone; else the host says which cluster, and where.</param>
    public static void Configure(IClientBuilder client, Action<IClientBuilder>? configure, bool isOwn)
    {
        if (isOwn)
        {
            // Orleans' own is there already; one of the caller's comes after it and wins.
            client.Services.AddSingleton<IClientConnectionRetryFilter, ConnectionRetry>();
        }

        configure?.Invoke(client);
        if (isOwn)
        {
            client.Services.AddOptions<ClusterOptions>().Configure<IOptions<ScriptGridClientOptions>>(
                static (cluster, options) => (cluster.ClusterId, cluster.ServiceId) = (options.Value.ClusterId, options.Value.ServiceId));
            client.Services.TryAddSingleton<IGatewayListProvider, GatewayList>();
            client.AddActivityPropagation();
            client.Services.TryAddSingleton<GatewayNames>();
            client.Services.TryAddSingleton<ConnectionTls>();
            client.Services.AddOptions<ClientConnectionOptions>().Configure<ConnectionTls>(static (options, tls) => options.ConfigureConnection(tls.Configure));
        }

        // TLS, whether the options say so or the caller or the host configured it, comes before the proof.
        client.Services.TryAddSingleton<ConnectionProof>();
        client.Services.AddOptions<ClientConnectionOptions>().Configure<ConnectionProof>(
            static (options, proof) => options.ConfigureConnection(connections => connections.Use(next => connection => proof.OnConnectionAsync(connection, next))));
    }
}
