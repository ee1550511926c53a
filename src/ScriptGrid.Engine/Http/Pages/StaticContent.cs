using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ScriptGrid.Engine.Http.Pages;

/// <summary>Content that does not change while the process runs. Browsers cache it, and ask each time whether it is still current.</summary>
internal sealed class StaticContent(byte[] content, string contentType)
{
    private readonly EntityTagHeaderValue _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");

    /// <summary>Responds with the content, or with 304 if the browser has it.</summary>
    public Task WriteAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.Headers.ETag = _tag.ToString();
        response.Headers.CacheControl = "no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(_tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = contentType;
        response.ContentLength = content.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }
}
