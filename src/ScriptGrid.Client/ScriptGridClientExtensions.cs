using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ScriptGrid.Client;

/// <summary>The one call that makes a service a client of a ScriptGrid cluster.</summary>
public static class ScriptGridClientExtensions
{
    /// <summary>
    /// Registers <see cref="IScriptGridClient"/>. The host connects when it starts, and again for as long as it runs. Calling it again only configures
    /// the options further.
    /// </summary>
    /// <remarks>
    /// <para>An Orleans client that was added to the host before is used as it is: it finds the cluster and speaks TLS as it is told to, and options give the secret alone. So is a silo,
    /// which needs no options. A process whose Orleans belongs to another cluster takes <see cref="ScriptGridClient.ConnectAsync"/>.</para>
    /// <para>What is wrong with the options shows as an <see cref="OptionsValidationException"/> when the host starts.</para>
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options, which may also be bound to configuration.</param>
    /// <param name="configureOrleans">What else Orleans is told, such as a membership store in place of gateways.</param>
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

        bool needsGateways = services.Any(static service => service.ImplementationType == typeof(GatewayList));
        services.AddSingleton<IValidateOptions<ScriptGridClientOptions>>(new ClientOptionsValidator(needsGateways, isOwn));
        services.AddOptions<ScriptGridClientOptions>().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IScriptGridClient, GrainClient>();
        return services;
    }

    private static bool Has<TService>(IServiceCollection services) =>
        services.Any(static service => service.ServiceType == typeof(TService));
}
