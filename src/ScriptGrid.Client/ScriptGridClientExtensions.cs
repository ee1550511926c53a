using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Messaging;

namespace ScriptGrid.Client;

/// <summary>Registers the client of a ScriptGrid cluster in a host.</summary>
public static class ScriptGridClientExtensions
{
    /// <summary>
    /// Registers <see cref="IScriptGridClient"/>. The host connects when it starts, and reconnects for as long as it runs. Further calls only add to the
    /// configuration.
    /// </summary>
    /// <remarks>
    /// <para>If the host already has an Orleans client, that one is used unchanged: it finds the cluster and uses TLS as it is configured, and the options
    /// only provide the secret. The same holds for a silo, which needs no options. If Orleans in the process belongs to another cluster, use
    /// <see cref="ScriptGridClient.ConnectAsync"/>.</para>
    /// <para>If the options are invalid, the start of the host throws an <see cref="OptionsValidationException"/>. If no gateway accepts the client in
    /// time, it throws an <see cref="Orleans.Runtime.Messaging.ConnectionFailedException"/>, whose message says for each gateway what went wrong.</para>
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options. They may also be bound to configuration.</param>
    /// <param name="configureOrleans">Additional configuration of Orleans, for example a membership store instead of gateways.</param>
    public static IServiceCollection AddScriptGridClient(
        this IServiceCollection services, Action<ScriptGridClientOptions>? configure = null, Action<IClientBuilder>? configureOrleans = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ScriptGridClientOptions>().Configure(configure ?? (static _ => { }));
        bool isSilo = Has<ILocalSiloDetails>(services);
        if (isSilo && configureOrleans is not null)
        {
            throw new ArgumentException("A silo has no client that could be configured.", nameof(configureOrleans));
        }

        if (Has<IScriptGridClient>(services))
        {
            return configureOrleans is null ? services : services.AddOrleansClient(configureOrleans);
        }

        bool isOwn = !isSilo && !Has<IClusterClient>(services);
        if (!isSilo)
        {
            services.AddOrleansClient(client => OrleansClientSetup.Configure(client, configureOrleans, isOwn));
        }

        // Gateways are decided on when the options are validated: a later call may still configure a membership store.
        services.AddSingleton<IValidateOptions<ScriptGridClientOptions>>(_ => new ClientOptionsValidator(UsesGateways(services), isOwn, isSilo));
        services.AddOptions<ScriptGridClientOptions>().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IScriptGridClient, GrainClient>();
        services.AddSingleton<IOutgoingGrainCallFilter, CallFilter>();
        return services;
    }

    private static bool UsesGateways(IServiceCollection services) =>
        services.LastOrDefault(static service => service.ServiceType == typeof(IGatewayListProvider))?.ImplementationType == typeof(GatewayList);

    private static bool Has<TService>(IServiceCollection services) =>
        services.Any(static service => service.ServiceType == typeof(TService));
}
