using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Engine.Http;

/// <summary>Surrounds every request: what is in each answer, and what becomes of failures.</summary>
internal sealed class RequestGuard(ILogger<RequestGuard> logger, TimeProvider time)
{
    private readonly DefectLimiter _defects = new(time);

    /// <summary>Handles a request, during which its connection is not idle.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        WebConnection? connection = context.Features.Get<WebConnection>();
        connection?.Begin();
        try
        {
            await AnswerAsync(context, next);
        }
        finally
        {
            connection?.End();
        }
    }

    /// <summary>
    /// A client that hung up is not logged; a failure is a 500 with one line while nothing was written, and a cut connection once something was
    /// sent. If bytes were written but none was sent, Kestrel drops them and answers with a bare 500.
    /// </summary>
    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        HttpResponse response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
        }
        catch (Exception failure) when (IsHangUp(context, failure))
        {
            context.Abort(); // There is no one to answer.
        }
        catch (Exception failure) when (response.HasStarted)
        {
            if (_defects.MayTell(failure, out int untold))
            {
                Log.ResponseCutOff(logger, context.Request.Method, context.Request.Path, untold, failure);
            }

            context.Abort();
        }
        catch (Exception failure)
        {
            if (_defects.MayTell(failure, out int untold))
            {
                Log.RequestFailed(logger, context.Request.Method, context.Request.Path, untold, failure);
            }

            if (response.BodyWriter.UnflushedBytes > 0)
            {
                throw;
            }

            response.Clear();
            await PlainText.WriteAsync(
                response, StatusCodes.Status500InternalServerError, "The request failed; the collector's log says why.");
        }
    }

    /// <summary>Whether the client is gone. A write may tell so before the request's token does.</summary>
    private static bool IsHangUp(HttpContext context, Exception failure) =>
        context.RequestAborted.IsCancellationRequested || failure is ConnectionAbortedException or ConnectionResetException;
}
