using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Http.Api;
using ScriptGrid.Engine.Http.Pages;

namespace ScriptGrid.Engine.Http;

/// <summary>All endpoints, defined once for both engines.</summary>
internal static class ScriptGridEndpoints
{
    private static readonly string[] Change = [HttpMethods.Post, HttpMethods.Put];

    /// <summary>Returns the endpoints that both engines have.</summary>
    /// <param name="sources">The engine, and the other sources of responses.</param>
    /// <param name="metrics">The process's own metrics.</param>
    /// <param name="configuration">Says where the metrics page is, whether there is /scrape, and whether that accepts redis_exporter's parameters.</param>
    /// <param name="reload">Reloads the configuration.</param>
    public static IReadOnlyList<WebEndpoint> Of(
        ApiSources sources, OwnMetrics metrics, ScriptGridConfiguration configuration, Func<CancellationToken, Task<ReloadOutcome>> reload) =>
    [
        new(configuration.Web.TelemetryPath, new MetricsEndpoint(sources.Fleet, metrics).HandleAsync) { Parameters = MetricsQuery.Parameters },
        .. configuration.Web.Scrape ? [Scrape(sources, configuration)] : Array.Empty<WebEndpoint>(),
        .. ApiEndpoints.Of(sources, configuration.Web),
        new(WebPaths.Healthy, LifecycleEndpoints.HealthyAsync) { IsOpen = true },
        new(WebPaths.Health, LifecycleEndpoints.HealthyAsync) { IsOpen = true },
        new(WebPaths.Ready, context => LifecycleEndpoints.ReadyAsync(context, sources.Fleet)),
        new(WebPaths.Reload, context => LifecycleEndpoints.ReloadAsync(context, reload)) { Methods = Change },
        .. PageEndpoints.Of(configuration.Web),
    ];

    private static WebEndpoint Scrape(ApiSources sources, ScriptGridConfiguration configuration) => new(
        WebPaths.Scrape,
        new ScrapeEndpoint(sources.Fleet, () => sources.Configuration()?.AskableCollectors ?? configuration.AskableCollectors).HandleAsync)
    {
        Methods = ScrapeEndpoint.Methods,
        Parameters = configuration.RedisExporterCompatible
            ? [.. ScrapeEndpoint.Parameters, .. RedisExporterQuery.Parameters]
            : ScrapeEndpoint.Parameters,
    };
}
