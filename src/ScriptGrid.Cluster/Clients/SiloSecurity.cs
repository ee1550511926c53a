using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Clients;

/// <summary>Installs the guards against external clients: on their connections, and in front of each grain.</summary>
internal static class SiloSecurity
{
    /// <summary>Adds the guards. Must be called after TLS is set up, so that the guards' messages are encrypted if anything is.</summary>
    public static void Configure(ISiloBuilder silo, ClusterSettings cluster)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(new ClientSecret(cluster));
        silo.Services.AddSingleton<Refusals>();
        silo.Services.AddSingleton<GatewayGuard>();
        silo.Configure<SiloConnectionOptions>(static options => options.ConfigureGatewayInboundConnection(static connections =>
        {
            GatewayGuard guard = connections.ApplicationServices.GetRequiredService<GatewayGuard>();
            connections.Use(next => connection => guard.OnConnectionAsync(connection, next));
        }));
        silo.AddIncomingGrainCallFilter<CallGuard>();
    }
}
