using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary><c>scriptgrid serve</c>: the standalone engine behind the HTTP endpoints, until SIGTERM or SIGINT.</summary>
internal static class ServeHost
{
    /// <summary>Serves until cancelled. The configuration is valid.</summary>
    public static async Task<int> RunAsync(ConfigurationLoader loader, ScriptGridConfiguration configuration, CancellationToken cancellationToken)
    {
        await using CollectorHost? host = CollectorHost.Create(configuration, Console.Error);
        if (host is null)
        {
            return ExitCode.Usage;
        }

        await using var fleet = new StandaloneFleet(TimeProvider.System, host.Logger, host.Scope);
        fleet.Settled += () => _ = Runtime.TidyMemoryAsync(fleet.Arrange);
        return await host.RunAsync(new HostedEngine(fleet, fleet.ApplyAsync, fleet.Stop), loader, cancellationToken);
    }
}
