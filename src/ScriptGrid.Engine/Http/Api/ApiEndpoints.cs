using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>Every endpoint of the JSON API.</summary>
internal static class ApiEndpoints
{
    /// <summary>They read what was collected last; nothing is asked of Redis for it, but where a client asks for a collection.</summary>
    /// <param name="sources">Where they have it from.</param>
    /// <param name="web">Where the server lives.</param>
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
