using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http;

/// <summary>How each target fares, as JSON in the envelope of Prometheus' own API. Written as the targets come, so a large fleet takes no memory.</summary>
internal sealed class TargetsEndpoint(IFleet fleet)
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>Quotes of error messages stay legible; no browser takes this for HTML, as the type is sent and may not be guessed.</summary>
    private static readonly TargetsJson Json =
        new(new JsonSerializerOptions(TargetsJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Answers with every target. HEAD gets the headers only.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await WriteAsync(context.Response.BodyWriter, context.RequestAborted);
        }
    }

    /// <summary>On failure the writer is not disposed, as that would hand over what it holds of half an answer.</summary>
    private async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("status"u8, "success"u8);
        json.WriteStartObject("data"u8);
        json.WriteStartArray("targets"u8);
        await foreach (TargetStatus target in fleet.ListTargetsAsync(cancellationToken))
        {
            byte[] item = JsonSerializer.SerializeToUtf8Bytes(TargetJson.Of(target), Json.TargetJson);
            json.WriteRawValue(item, skipInputValidation: true);
            if (json.BytesPending + output.UnflushedBytes >= FlushBytes)
            {
                json.Flush();
                await output.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        await output.FlushAsync(cancellationToken);
    }
}
