using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Hosting;

/// <summary><c>scriptgrid serve</c>: the standalone engine behind the HTTP endpoints, until SIGTERM or SIGINT.</summary>
internal static class ServeHost
{
    /// <summary>Serves until cancelled. The configuration must be valid.</summary>
    public static Task<int> RunAsync(ConfigurationLoader loader, ScriptGridConfiguration configuration, HangupReload hangup, CancellationToken cancellationToken) =>
        RunAsync(loader, configuration, hangup, static _ => { }, cancellationToken);

    /// <summary>Serves until cancelled.</summary>
    /// <param name="loader">Loads the configuration again for reloads.</param>
    /// <param name="configuration">The configuration to start with. It must be valid.</param>
    /// <param name="hangup">Reloads on SIGHUP.</param>
    /// <param name="serving">Called with the address of the HTTP server once it listens.</param>
    /// <param name="cancellationToken">Stops the host.</param>
    public static async Task<int> RunAsync(
        ConfigurationLoader loader,
        ScriptGridConfiguration configuration,
        HangupReload hangup,
        Action<ListenAddress> serving,
        CancellationToken cancellationToken)
    {
        await using CollectorHost host = CollectorHost.Create(configuration, Console.Error);
        await using var fleet = new StandaloneFleet(TimeProvider.System, host.Logger, host.Metrics, host.Secrets);
        fleet.Settled += () => _ = Runtime.TidyMemoryAsync(fleet.Arrange);
        using var discovery = new TargetDiscovery(ApplyAsync, ApplyTargets, fleet.Credentials, TimeProvider.System, host.Logger, host.Metrics);
        var engine = new HostedEngine(fleet, discovery.ApplyAsync, Stop) { Sources = () => discovery.Sources, Serving = serving };
        return await host.RunAsync(engine, loader, hangup, cancellationToken);

        Task ApplyAsync(ScriptGridConfiguration updated)
        {
            host.DivideDescriptors(updated.Targets.Length);
            return fleet.ApplyAsync(updated);
        }

        void ApplyTargets(ScriptGridConfiguration updated)
        {
            host.DivideDescriptors(updated.Targets.Length);
            fleet.ApplyTargets(updated);
        }

        void Stop()
        {
            discovery.Stop();
            fleet.Stop();
        }
    }
}
