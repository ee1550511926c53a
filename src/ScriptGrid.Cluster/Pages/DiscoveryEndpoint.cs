using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ScriptGrid.Cluster.Pages;

/// <summary>
/// Tells Prometheus, through its HTTP service discovery, to scrape each silo for its own targets, and one silo for the rollups of the fleet and what is missing
/// of it. Each series is then scraped once, and no silo has to send its lines through another.
/// </summary>
internal sealed class DiscoveryEndpoint(SiloDirectory silos)
{
    /// <summary>Answers a request with the list of silos.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        byte[] body = Render(await silos.ListAsync());
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>Returns the list in Prometheus' format. Only silos that serve HTTP are in it.</summary>
    public static byte[] Render(IReadOnlyList<KnownSilo> silos)
    {
        KnownSilo[] serving = [.. silos.Where(static silo => silo.Card.HttpAddress.Length > 0)];
        IEnumerable<DiscoveredGroup> own = serving.Select(static silo => DiscoveredGroup.Of(silo, "local"));
        IEnumerable<DiscoveredGroup> rollups = serving.Take(1).Select(static silo => DiscoveredGroup.Of(silo, "rollups"));
        return JsonSerializer.SerializeToUtf8Bytes([.. own, .. rollups], DiscoveryJson.Default.DiscoveredGroupArray);
    }
}
