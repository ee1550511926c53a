using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Serialization.Configuration;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Clients;
using ScriptGrid.Cluster.Discovery;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>Registers the services of a silo.</summary>
internal static class SiloServices
{
    /// <summary>Adds everything that collects. Must be called after Orleans is added, whose hosted service must start first and stop last.</summary>
    public static IServiceCollection AddScriptGridSilo(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OwnMetrics>();
        services.TryAddSingleton<ConfiguredSecrets>();
        services.AddSingleton<SiloMeter>();
        services.AddSingleton<HeldTargets>();
        services.AddSingleton<SiloFleet>();
        services.AddSingleton<SiloReadiness>();
        services.AddSingleton<StallGate>();
        services.AddSingleton<StoreOutage>();
        services.AddSingleton<TargetGrainServices>();
        services.AddSingleton<CatalogueCopies>();
        services.AddSingleton<SourceBook>();
        services.AddSingleton(static provider => new SourceTools(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<HeldTargets>().Context.Credentials));
        services.AddSingleton<SiloDiscovery>();
        services.AddSingleton<EditionUse>(static provider => provider.GetRequiredService<SiloDiscovery>().UseAsync);
        services.AddSingleton<CatalogueKeeper>();
        services.AddGrainService<CatalogueCopy>();
        services.TryAddSingleton(new ClusterSettings());
        services.AddSingleton<OwnHttpAddress>();
        services.AddSingleton<SiloPagesClient>();
        services.AddSingleton(static provider => new SiloCalls(
            provider.GetRequiredService<SiloPagesClient>().Of,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<SiloCalls>()));
        services.AddSingleton<FleetRollups>();
        services.AddSingleton(static provider => new FleetTargets(
            provider.GetRequiredService<ClusterView>(),
            provider.GetRequiredService<SiloCalls>(),
            () => provider.GetRequiredService<HeldTargets>().Catalogue,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SiloRoster>();
        services.AddSingleton<SiloDirectory>();
        services.AddSingleton<DiscoveryEndpoint>();
        services.AddSingleton<MetricsPages>();
        services.AddGrainService<SiloPages>();
        services.AddSingleton<IIncomingGrainCallFilter, CallTracing>();
        services.Configure<TypeManifestOptions>(WireNames.Add);
        services.AddLogging(static logging =>
        {
            // Each of them logs its range of Orleans' ring, which nothing here uses.
            logging.AddFilter(typeof(SiloPages).FullName, LogLevel.Warning);
            logging.AddFilter(typeof(CatalogueCopy).FullName, LogLevel.Warning);
        });
        services.AddHostedService<DigestReporter>();
        services.AddPlacementDirector<OwnerPlacement, OwnerPlacementDirector>();
        services.AddSingleton<ClusterView>();
        services.AddHostedService(static provider => provider.GetRequiredService<ClusterView>());
        services.AddHostedService<StallWatch>();
        services.AddHostedService<TargetSupervisor>();
        return services;
    }

    /// <summary>Adds the watches over the silos themselves: over neighbours' processes, this silo's join, its row in the membership store, and its shutdown.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="hasStore">Whether membership is in an external store, which may be emptied; a localhost cluster has none.</param>
    public static IServiceCollection AddSiloWatches(this IServiceCollection services, bool hasStore)
    {
        services.AddSingleton(static provider => new SiloEnd(provider.GetRequiredService<TimeProvider>(), Environment.Exit));
        services.AddSingleton<IFatalErrorHandler, FatalErrors>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, JoinWatch>();
        services.AddSingleton<KillWitnesses>();
        services.AddGrainService<KillWitness>();
        services.AddLogging(static logging => logging.AddFilter(typeof(KillWitness).FullName, LogLevel.Warning));
        services.AddHostedService<KillWatch>();
        services.AddHostedService<StopDeadline>();
        if (hasStore)
        {
            services.AddHostedService<RowWatch>();
        }

        return services;
    }
}
