using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Http;

/// <summary>Surrounds every request: what is in each answer, and what becomes of failures.</summary>
internal static class RequestGuard
{
    /// <summary>
    /// Handles a request. A client that hung up is silence; a failure is a 500 with one line while nothing was sent, and afterwards
    /// a cut connection.
    /// </summary>
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client hung up; nobody is there to be told.
        }
        catch (Exception failure)
        {
            await FailAsync(context, failure);
        }
    }

    private static async Task FailAsync(HttpContext context, Exception failure)
    {
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestGuard));
        (string method, string path) = (context.Request.Method, context.Request.Path.ToString());
        HttpResponse response = context.Response;
        if (response.HasStarted)
        {
            Log.ResponseCutOff(logger, method, path, failure);
            context.Abort();
            return;
        }

        Log.RequestFailed(logger, method, path, failure);
        response.Clear();
        response.Headers.XContentTypeOptions = "nosniff";
        await PlainText.WriteAsync(response, StatusCodes.Status500InternalServerError, "The request failed; the collector's log says why.");
    }
}
