using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Engine.Http;

/// <summary>Wraps every request: adds common headers to the response, and handles failures.</summary>
internal sealed class RequestGuard(ILogger<RequestGuard> logger, TimeProvider time)
{
    private readonly DefectLimiter _defects = new(time);

    /// <summary>Handles a request, and marks its connection as busy meanwhile.</summary>
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
    /// Handles a request and its failures. If the client hung up, nothing is logged. A failure gives a 500 with one line if nothing was written yet;
    /// if something was sent already, the connection is aborted. If bytes were written but none was sent, Kestrel discards them and responds with a
    /// bare 500.
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
            context.Abort(); // There is nobody to answer.
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
                response, StatusCodes.Status500InternalServerError, "The request failed; see the log for the reason.");
        }
    }

    /// <summary>Whether the client is gone. A write may notice this earlier than the request's token.</summary>
    private static bool IsHangUp(HttpContext context, Exception failure) =>
        context.RequestAborted.IsCancellationRequested || failure is ConnectionAbortedException or ConnectionResetException;
}
