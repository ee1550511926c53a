using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Compression;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Engine.Http;

/// <summary>Writes the families of a page. Neither flushes at the end nor completes the writer.</summary>
internal delegate ValueTask PageWriter(PipeWriter output, ExpositionFormat format, CancellationToken cancellationToken);

/// <summary>Writes a page of metrics with its headers, compression and end mark.</summary>
internal static class ExpositionResponse
{
    /// <summary>Returns the format that the client prefers.</summary>
    public static ExpositionFormat Format(HttpRequest request) => ContentNegotiation.Format(request.Headers.Accept);

    /// <summary>Responds with a page in that format, compressed if the client accepts it. HEAD gets only the headers.</summary>
    public static async Task WriteAsync(HttpContext context, ExpositionFormat format, PageWriter page)
    {
        HttpResponse response = context.Response;
        bool isCompressed = ContentNegotiation.AcceptsGzip(context.Request.Headers.AcceptEncoding);
        response.ContentType = ContentNegotiation.ContentType(format);
        response.Headers.Vary = "Accept, Accept-Encoding";
        response.Headers.CacheControl = "no-store";
        if (isCompressed)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        await (isCompressed
            ? WriteCompressedAsync(response.Body, format, page, context.RequestAborted)
            : WriteWholeAsync(response.BodyWriter, format, page, context.RequestAborted));
    }

    /// <summary>Writes the page compressed. On failure the gzip stream is not ended, because the client could then take half a page for a whole one.</summary>
    private static async Task WriteCompressedAsync(
        Stream body, ExpositionFormat format, PageWriter page, CancellationToken cancellationToken)
    {
        await using var gzip = new GzipWriter(body);
        await WriteWholeAsync(gzip, format, page, cancellationToken);
        await gzip.EndAsync(cancellationToken);
    }

    private static async Task WriteWholeAsync(
        PipeWriter output, ExpositionFormat format, PageWriter page, CancellationToken cancellationToken)
    {
        await page(output, format, cancellationToken);
        if (format == ExpositionFormat.OpenMetrics)
        {
            output.Write("# EOF\n"u8);
        }

        await output.FlushAsync(cancellationToken);
    }
}
