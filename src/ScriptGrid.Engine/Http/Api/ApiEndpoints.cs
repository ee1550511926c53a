using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>All endpoints of the JSON API.</summary>
internal static class ApiEndpoints
{
    /// <summary>Returns the endpoints. They report what was collected last, and send nothing to Redis unless a client requests a collection.</summary>
    /// <param name="sources">The sources of their data.</param>
    /// <param name="web">The settings of the server.</param>
    public static IEnumerable<WebEndpoint> Of(ApiSources sources, WebSettings web)
    {
        var target = new TargetEndpoint(sources.Fleet);
        var scripts = new ScriptsEndpoint(sources);
        return
        [
            At(WebPaths.Targets, new TargetsEndpoint(sources.Fleet).HandleAsync, [.. FilterQuery.Parameters, .. TargetsQuery.Parameters]),
            At(WebPaths.Target, target.ShowAsync),
            At(WebPaths.Target, target.CollectAsync, TargetEndpoint.CollectParameters) with { Methods = [HttpMethods.Post] },
            At(WebPaths.Fleet, new FleetEndpoint(sources.Fleet).HandleAsync, FilterQuery.Parameters),
            At(WebPaths.Scripts, scripts.ListAsync),
            At(WebPaths.Script, scripts.ShowAsync),
            At(WebPaths.Silos, new SilosEndpoint(sources).HandleAsync),
            At(WebPaths.Configuration, new ConfigurationEndpoint(sources).HandleAsync),
            At(WebPaths.Sources, new DiscoveryEndpoint(sources).HandleAsync),
            At(WebPaths.OpenApi, new OpenApiEndpoint(web).HandleAsync),
        ];
    }

    private static WebEndpoint At(string path, RequestDelegate handle, IReadOnlyList<string>? parameters = null) => new(path, handle)
    {
        Parameters = parameters ?? [],
        RefuseAsync = ApiAnswer.RefuseAsync,
    };
}
