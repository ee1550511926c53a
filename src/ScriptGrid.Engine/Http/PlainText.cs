using System.Text;
using Microsoft.AspNetCore.Http;

namespace ScriptGrid.Engine.Http;

/// <summary>Responses for people and probes.</summary>
internal static class PlainText
{
    /// <summary>Responds with text and a final newline.</summary>
    public static async Task WriteAsync(HttpResponse response, int status, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text + '\n');
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }
}
