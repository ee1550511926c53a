using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScriptGrid.Cluster;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Discovery;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Http;
using ScriptGrid.Engine.Model;
using StackExchange.Redis;

namespace ScriptGrid.Hosting;

/// <summary>One silo: serves its share of the fleet over HTTP until SIGTERM or SIGINT.</summary>
internal static class SiloHost
{
    private static readonly string[] MeterNames = ["Microsoft.Orleans"];

    /// <summary>Instruments for which Orleans walks over all grains. With thousands of targets that takes longer than the rest of its metrics.</summary>
    private static readonly string[] CostlyInstruments = ["orleans-directory-cache-size", "orleans-messaging-processing-activation-data"];

    /// <summary>How long to wait for a membership store that does not answer. Then the process ends, so that its supervisor starts it again.</summary>
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(60);

    /// <summary>Enough time to hand thousands of targets over to the other silos.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Serves until cancelled. The configuration must be valid.</summary>
    public static async Task<int> RunAsync(
        ConfigurationLoader loader, ScriptGridConfiguration configuration, HangupReload hangup, CancellationToken cancellationToken)
    {
        try
        {
            return await FindPlaceAndRunAsync(loader, configuration, hangup, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Success; // The stop came during the wait for the store, or for the resolution of its own name.
        }
    }

    private static async Task<int> FindPlaceAndRunAsync(
        ConfigurationLoader loader, ScriptGridConfiguration configuration, HangupReload hangup, CancellationToken cancellationToken)
    {
        (ClusterSettings? cluster, string unresolved) = await OwnAddress.ResolveAsync(configuration.Cluster, TimeProvider.System, cancellationToken);
        if (cluster is null)
        {
            await Console.Error.WriteLineAsync(unresolved);
            return ExitCode.Failure;
        }

        configuration = configuration with { Cluster = cluster };
        if (ClusterCertificates.Problem(cluster, TimeProvider.System) is { } refused)
        {
            await Console.Error.WriteLineAsync(refused);
            return ExitCode.Failure;
        }

        IMembershipStore store = MembershipStores.Create(cluster);
        await using CollectorHost host = CollectorHost.Create(configuration, Console.Error, builder => Configure(builder, configuration, store));
        string? problem = ListenCheck.Problem(configuration)
            ?? await WaitForStoreAsync(host, store, cancellationToken)
            ?? ListenCheck.Problem(configuration); // The wait may have been long.
        if (problem is not null)
        {
            await Console.Error.WriteLineAsync(host.Secrets.Mask.Apply(problem));
            return ExitCode.Failure;
        }

        return await RunAsync(host, store, loader, hangup, cancellationToken);
    }

    private static async Task<int> RunAsync(
        CollectorHost host, IMembershipStore store, ConfigurationLoader loader, HangupReload hangup, CancellationToken cancellationToken)
    {
        var held = host.Services.GetRequiredService<HeldTargets>();
        host.DivideDescriptors(targets: 0); // It is not known yet which targets this silo will hold.
        held.Settled += () => host.DivideDescriptors(held.Results.Targets.Length);
        held.Settled += () => _ = Runtime.TidyMemoryAsync(held.Arrange);
        var catalogue = host.Services.GetRequiredService<CatalogueKeeper>();
        var view = host.Services.GetRequiredService<ClusterView>();
        CertificateWatch? certificates = host.Services.GetService<CertificateWatch>();
        var engine = new HostedEngine(host.Services.GetRequiredService<SiloFleet>(), ApplyAsync, host.Services.GetRequiredService<SiloDiscovery>().Stop)
        {
            Sources = () => host.Services.GetRequiredService<SiloDiscovery>().Sources,
            TellsFleet = () => view.Current.Silos is [var first, ..] && first.Equals(view.Self),
            InstanceAt = _ => SiloView.NameOf(view.Self),
            MeterNames = MeterNames,
            HiddenInstruments = CostlyInstruments,
            Serving = address => host.Services.GetRequiredService<OwnHttpAddress>().Bound(address.Port),
            Endpoints = [new WebEndpoint(WebPaths.Discovery, host.Services.GetRequiredService<DiscoveryEndpoint>().HandleAsync)],
            ExplainFailedStart = failure => ExplainFailedStart(failure, store) is { } problem ? host.Secrets.Mask.Apply(problem) : null,
        };
        return await host.RunAsync(engine, loader, hangup, cancellationToken);

        async Task ApplyAsync(ScriptGridConfiguration configuration)
        {
            if (ClusterChange.NeedsRestart(host.Services.GetRequiredService<ClusterSettings>(), configuration.Cluster))
            {
                Engine.Log.ConfigurationWarning(host.Logger, ClusterChange.Warning);
            }

            certificates?.Look();
            await held.Context.Credentials.PrepareAsync(configuration);
            await catalogue.ApplyAsync(configuration);
        }
    }

    private static void Configure(WebApplicationBuilder builder, ScriptGridConfiguration configuration, IMembershipStore store)
    {
        builder.Services.AddSingleton(configuration.Cluster);
        builder.Services.AddSingleton(store);
        builder.UseOrleans(silo => OrleansSetup.Configure(silo, configuration.Cluster, store));
        builder.Services.AddScriptGridSilo();
        builder.Services.AddSiloWatches(hasStore: configuration.Cluster.Membership != ClusterMembership.Localhost);
        builder.Services.AddHostedService<JoinReport>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
    }

    private static async Task<string?> WaitForStoreAsync(CollectorHost host, IMembershipStore store, CancellationToken cancellationToken)
    {
        bool hadToWait = false;
        string? problem = await MembershipStores.WaitAsync(store, StorePatience, TimeProvider.System, Report, cancellationToken);
        if (problem is null && hadToWait)
        {
            Log.StoreReached(host.Logger, store.Name);
        }

        return problem is null ? null : $"Cannot reach the membership store, {store.Name}: {problem}";

        void Report(string reason)
        {
            hadToWait = true;
            Log.StoreUnreachable(host.Logger, store.Name, reason);
        }
    }

    private static string? ExplainFailedStart(Exception failure, IMembershipStore store) => failure switch
    {
        OrleansLifecycleCanceledException => "Stopped before the start was complete.",
        RedisException or DbException => $"The membership store, {store.Name}, failed: {failure.Message}",
        _ => null,
    };
}
