using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace ScriptGrid.Client;

/// <summary>Makes an Orleans client a client of the cluster.</summary>
internal static class OrleansClientSetup
{
    /// <summary>Configures the client. The options are not read yet; that happens when the host starts.</summary>
    /// <param name="client">The client.</param>
    /// <param name="configure">The caller's additional configuration; null for none.</param>
    /// <param name="isOwn">Whether the client exists for ScriptGrid alone; otherwise the host decides which cluster it connects to, and where.</param>
    public static void Configure(IClientBuilder client, Action<IClientBuilder>? configure, bool isOwn)
    {
        if (isOwn)
        {
            // Orleans has registered its own filter already. A filter of the caller is registered after this one and takes precedence.
            client.Services.AddSingleton<IClientConnectionRetryFilter, ConnectionRetry>();
            client.Services.TryAddSingleton<GatewayNames>();
            client.Services.TryAddSingleton<ConnectionFailures>();
            client.Services.AddOptions<ClientConnectionOptions>().Configure<ConnectionFailures>(
                static (options, failures) => Add(options, failures.OnConnectionAsync));
        }

        configure?.Invoke(client);
        if (isOwn)
        {
            client.Services.AddOptions<ClusterOptions>().Configure<IOptions<ScriptGridClientOptions>>(
                static (cluster, options) => (cluster.ClusterId, cluster.ServiceId) = (options.Value.ClusterId, options.Value.ServiceId));
            client.Services.TryAddSingleton<IGatewayListProvider, GatewayList>();
            client.AddActivityPropagation();
            client.Services.TryAddSingleton<ConnectionTls>();
            client.Services.AddOptions<ClientConnectionOptions>().Configure<ConnectionTls>(static (options, tls) => options.ConfigureConnection(tls.Configure));
        }

        // The proof comes after TLS, no matter whether the options, the caller, a later call of the caller or the host configures TLS.
        client.Services.TryAddSingleton<ConnectionProof>();
        client.Services.AddOptions<ClientConnectionOptions>().PostConfigure<ConnectionProof>(static (options, proof) => Add(options, proof.OnConnectionAsync));
    }

    /// <summary>Adds a step to each connection, after those that were added before.</summary>
    private static void Add(ClientConnectionOptions options, Func<ConnectionContext, ConnectionDelegate, Task> step) =>
        options.ConfigureConnection(connections => connections.Use(next => connection => step(connection, next)));
}
