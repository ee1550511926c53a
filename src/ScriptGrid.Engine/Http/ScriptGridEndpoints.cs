using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Engine.Http;

/// <summary>Every endpoint, written once for both engines.</summary>
internal static class ScriptGridEndpoints
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Reload = [HttpMethods.Post, HttpMethods.Put];

    /// <summary>Maps the endpoints.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="fleet">The engine.</param>
    /// <param name="metrics">The collector's own metrics.</param>
    /// <param name="web">Where the metrics page lives.</param>
    /// <param name="reload">Re-reads the configuration.</param>
    public static void Map(
        IEndpointRouteBuilder routes,
        IFleet fleet,
        OwnMetrics metrics,
        WebSettings web,
        Func<CancellationToken, Task<ReloadOutcome>> reload)
    {
        routes.MapMethods(web.TelemetryPath, Read, new MetricsEndpoint(fleet, metrics).HandleAsync);
        routes.MapMethods(WebPaths.Scrape, Read, new ScrapeEndpoint(fleet).HandleAsync);
        routes.MapMethods(WebPaths.Targets, Read, new TargetsEndpoint(fleet).HandleAsync);
        routes.MapMethods(WebPaths.Healthy, Read, LifecycleEndpoints.HealthyAsync);
        routes.MapMethods(WebPaths.Ready, Read, context => LifecycleEndpoints.ReadyAsync(context, fleet));
        routes.MapMethods(WebPaths.Reload, Reload, context => LifecycleEndpoints.ReloadAsync(context, reload));
        routes.MapMethods(WebPaths.Landing, Read, new LandingPage(web.TelemetryPath).HandleAsync);
    }
}
