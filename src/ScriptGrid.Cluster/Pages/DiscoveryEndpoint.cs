using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Pages;

/// <summary>
/// Tells Prometheus, by its HTTP service discovery, to scrape each silo for its own targets, and one of them for the rollups over the fleet.
/// Each series is scraped once then, and no silo has to send its lines through another.
/// </summary>
internal sealed class DiscoveryEndpoint(SiloDirectory silos)
{
    /// <summary>Answers with the silos.</summary>
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

    /// <summary>The list as Prometheus reads it.</summary>
    public static byte[] Render(IReadOnlyList<KnownSilo> silos)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (KnownSilo silo in silos)
            {
                Write(json, silo, "local");
            }

            if (silos is [KnownSilo first, ..])
            {
                Write(json, first, "rollups");
            }

            json.WriteEndArray();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, KnownSilo silo, string scope)
    {
        json.WriteStartObject();
        json.WriteStartArray("targets"u8);
        json.WriteStringValue(silo.Card.HttpAddress);
        json.WriteEndArray();
        json.WriteStartObject("labels"u8);
        json.WriteString("__metrics_path__"u8, silo.Card.MetricsPath);
        json.WriteString("__param_scope"u8, scope);
        json.WriteString("silo"u8, SiloView.NameOf(silo.Silo));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
