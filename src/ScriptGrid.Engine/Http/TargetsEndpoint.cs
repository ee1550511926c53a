using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http;

/// <summary>How each target fares, as JSON in the envelope of Prometheus' own API. Written as the targets come, so a large fleet takes no memory.</summary>
internal sealed class TargetsEndpoint(IFleet fleet)
{
    private static readonly byte[] Beginning = """{"status":"success","data":{"targets":["""u8.ToArray();
    private static readonly byte[] Separator = ","u8.ToArray();

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

    /// <summary>Nothing is written before the first target is there, so that a failure at once is a whole answer.</summary>
    private async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        byte[] before = Beginning;
        await foreach (TargetStatus target in fleet.ListTargetsAsync(cancellationToken))
        {
            output.Write(before);
            output.Write(JsonSerializer.SerializeToUtf8Bytes(TargetJson.Of(target), Json.TargetJson));
            await output.FlushFullAsync(cancellationToken);
            before = Separator;
        }

        output.Write(before == Beginning ? Beginning : default);
        output.Write("]}}"u8);
        await output.FlushAsync(cancellationToken);
    }
}
