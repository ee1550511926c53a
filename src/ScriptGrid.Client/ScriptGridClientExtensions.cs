using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using ScriptGrid.Client.Security;

namespace ScriptGrid.Client;

/// <summary>The one call that makes a service a client of a ScriptGrid cluster.</summary>
public static class ScriptGridClientExtensions
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Registers <see cref="IScriptGridClient"/>. The host connects when it starts, and again for as long as it runs. Not for a process that is a
    /// silo itself.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ArgumentException">A gateway is not <c>ip:port</c>, both secret and file are given, or the secret is too short.</exception>
    /// <exception cref="IOException">The secret's file cannot be read.</exception>
    public static IServiceCollection AddScriptGridClient(this IServiceCollection services, Action<ScriptGridClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ScriptGridClientOptions();
        configure(options);
        IPEndPoint[] gateways = [.. options.Gateways.Select(ParseGateway)];
        byte[]? secret = ClientSecurity.ReadSecret(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IScriptGridClient, ScriptGridClient>();
        return services.AddOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
            client.Services.AddSingleton<IClientConnectionRetryFilter>(
                provider => new ConnectionRetry(options.ConnectTimeout, RetryPause, provider.GetRequiredService<TimeProvider>()));
            if (gateways.Length > 0)
            {
                client.UseStaticClustering(gateways);
            }

            // TLS, where it is configured there, has to come before the secret's proof.
            options.ConfigureOrleans?.Invoke(client);
            if (secret is not null)
            {
                ClientSecurity.Configure(client, secret, TimeProvider.System);
            }
        });
    }

    private static IPEndPoint ParseGateway(string gateway) =>
        IPEndPoint.TryParse(gateway, out IPEndPoint? address) && address.Port > 0
            ? address
            : throw new ArgumentException($"{gateway} is not a gateway: it must be ip:port");
}
