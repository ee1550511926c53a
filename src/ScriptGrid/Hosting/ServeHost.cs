using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Collection;
using ScriptGrid.CommandLine;
using ScriptGrid.Configuration;
using ScriptGrid.Exposition.Meters;
using ScriptGrid.Http;

namespace ScriptGrid.Hosting;

/// <summary><c>scriptgrid serve</c>: the embedded engine behind the HTTP endpoints, until SIGTERM or SIGINT.</summary>
internal static class ServeHost
{
    private static readonly string[] MeterNames = [CollectionMeter.Name, ProcessMetrics.MeterName, "System.Runtime"];

    /// <summary>Serves until cancelled. The configuration is valid.</summary>
    public static async Task<int> RunAsync(ConfigurationLoader loader, ScriptGridConfiguration configuration, CancellationToken cancellationToken)
    {
        if (!ListenAddress.TryParse(configuration.Web.ListenAddress, out ListenAddress? address, out string? error))
        {
            Console.Error.WriteLine(error);
            return ExitCode.Usage;
        }

        WebApplicationBuilder builder = WebServer.CreateBuilder(address);
        LogOutput.Add(builder.Logging, configuration.Log);
        await using WebApplication app = builder.Build();
        ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("ScriptGrid");

        object scope = new();
        using var meters = new MeterExposition(MeterNames, scope, logger);
        using var process = new ProcessMetrics(scope);
        await using var fleet = new EmbeddedFleet(TimeProvider.System, logger, scope);
        using var reloader = new Reloader(loader, fleet.Apply, TimeProvider.System, logger, scope);
        fleet.Settled += () => _ = Runtime.TidyMemoryAsync(fleet);
        reloader.Apply(configuration);

        WebServer.Use(app);
        ScriptGridEndpoints.Map(app, fleet, meters, configuration.Web, reloader.ReloadAsync);
        if (await WebServer.TryStartAsync(app, address, cancellationToken) is { } problem)
        {
            Console.Error.WriteLine(problem);
            return ExitCode.Failure;
        }

        using PosixSignalRegistration hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _ = reloader.ReloadAsync(CancellationToken.None);
        });
        app.Lifetime.ApplicationStopping.Register(fleet.Stop);
        Log.Serving(logger, address.ToString(), configuration.Web.TelemetryPath);
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Success;
    }
}
