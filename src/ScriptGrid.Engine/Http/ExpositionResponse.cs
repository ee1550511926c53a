using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Compression;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Engine.Http;

/// <summary>Writes the families of a page; neither flushes at the end nor completes.</summary>
internal delegate ValueTask PageWriter(PipeWriter output, ExpositionFormat format, CancellationToken cancellationToken);

/// <summary>A page of metrics: its headers, compression and end mark.</summary>
internal static class ExpositionResponse
{
    /// <summary>The format that the client prefers.</summary>
    public static ExpositionFormat Format(HttpRequest request) => ContentNegotiation.Format(request.Headers.Accept);

    /// <summary>Answers with a page in that format, compressed where asked. HEAD gets the headers only.</summary>
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

    /// <summary>
    /// On failure the stream gets no end, as that would end half a page as if it were the whole.
    /// </summary>
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
