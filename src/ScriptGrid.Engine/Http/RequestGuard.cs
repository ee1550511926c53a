using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Engine.Http;

/// <summary>Surrounds every request: what is in each answer, and what becomes of failures.</summary>
internal static class RequestGuard
{
    /// <summary>
    /// Handles a request. A client that hung up is not logged; a failure is a 500 with one line while nothing was written, and a cut
    /// connection once something was sent. If bytes were written but none was sent, Kestrel drops them and answers with a bare 500.
    /// </summary>
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        HttpResponse response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client hung up: there is no one to answer.
        }
        catch (Exception failure) when (response.HasStarted)
        {
            Log.ResponseCutOff(Logger(context), context.Request.Method, context.Request.Path, failure);
            context.Abort();
        }
        catch (Exception failure) when (response.BodyWriter.UnflushedBytes == 0)
        {
            Log.RequestFailed(Logger(context), context.Request.Method, context.Request.Path, failure);
            response.Clear();
            await PlainText.WriteAsync(
                response, StatusCodes.Status500InternalServerError, "The request failed; the collector's log says why.");
        }
    }

    private static ILogger Logger(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestGuard));
}
