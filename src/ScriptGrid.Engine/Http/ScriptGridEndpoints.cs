using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Engine.Http;

/// <summary>Every endpoint, written once for both engines.</summary>
internal static class ScriptGridEndpoints
{
    private static readonly string[] Change = [HttpMethods.Post, HttpMethods.Put];

    /// <summary>The endpoints that both engines have.</summary>
    /// <param name="fleet">The engine.</param>
    /// <param name="metrics">The collector's own metrics.</param>
    /// <param name="configuration">Where the metrics page lives, whether there is /scrape, and whether it takes redis_exporter's parameters.</param>
    /// <param name="reload">Re-reads the configuration.</param>
    public static IReadOnlyList<WebEndpoint> Of(
        IFleet fleet, OwnMetrics metrics, ScriptGridConfiguration configuration, Func<CancellationToken, Task<ReloadOutcome>> reload) =>
    [
        new(configuration.Web.TelemetryPath, new MetricsEndpoint(fleet, metrics).HandleAsync) { Parameters = MetricsQuery.Parameters },
        .. configuration.Web.Scrape ? [Scrape(fleet, configuration)] : Array.Empty<WebEndpoint>(),
        new(WebPaths.Targets, new TargetsEndpoint(fleet).HandleAsync),
        new(WebPaths.Healthy, LifecycleEndpoints.HealthyAsync),
        new(WebPaths.Health, LifecycleEndpoints.HealthyAsync),
        new(WebPaths.Ready, context => LifecycleEndpoints.ReadyAsync(context, fleet)),
        new(WebPaths.Reload, context => LifecycleEndpoints.ReloadAsync(context, reload)) { Methods = Change },
        new(WebPaths.Landing, new LandingPage(configuration.Web).HandleAsync),
    ];

    private static WebEndpoint Scrape(IFleet fleet, ScriptGridConfiguration configuration) => new(WebPaths.Scrape, new ScrapeEndpoint(fleet, configuration.AskableCollectors).HandleAsync)
    {
        Parameters = configuration.RedisExporterCompatible
            ? [.. ScrapeEndpoint.Parameters, .. RedisExporterQuery.Parameters]
            : ScrapeEndpoint.Parameters,
    };
}
