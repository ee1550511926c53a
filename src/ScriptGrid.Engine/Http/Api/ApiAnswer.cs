using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>Writes JSON responses in the envelope of Prometheus' own API.</summary>
internal static class ApiAnswer
{
    /// <summary>
    /// Leaves quotation marks in error messages readable. No browser takes the response for HTML, because its type is sent and sniffing is disabled.
    /// </summary>
    public static readonly ApiJson Json =
        new(new JsonSerializerOptions(ApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Responds with data. HEAD gets only the headers.</summary>
    public static async Task WriteAsync<T>(HttpContext context, T data, JsonTypeInfo<T> type)
    {
        if (BeginsBody(context))
        {
            IBufferWriter<byte> output = context.Response.BodyWriter;
            output.Write("{\"status\":\"success\",\"data\":"u8);
            using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = type.Options.Encoder }))
            {
                JsonSerializer.Serialize(json, data, type);
            }

            output.Write("}"u8);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>Responds that the request is invalid.</summary>
    public static Task RefuseAsync(HttpContext context, string problem) =>
        FailAsync(context, StatusCodes.Status400BadRequest, new ErrorJson("error", "bad_data", problem));

    /// <summary>Responds that there is no such resource.</summary>
    public static Task NotFoundAsync(HttpContext context, string problem) =>
        FailAsync(context, StatusCodes.Status404NotFound, new ErrorJson("error", "not_found", problem));

    /// <summary>Responds that the answer is not available now.</summary>
    public static Task UnavailableAsync(HttpContext context, string problem) =>
        FailAsync(context, StatusCodes.Status503ServiceUnavailable, new ErrorJson("error", "unavailable", problem));

    /// <summary>Sets the headers of a response; returns whether it has a body.</summary>
    public static bool BeginsBody(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return !HttpMethods.IsHead(context.Request.Method);
    }

    private static async Task FailAsync(HttpContext context, int status, ErrorJson error)
    {
        context.Response.StatusCode = status;
        if (BeginsBody(context))
        {
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(error, Json.ErrorJson);
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}

/// <summary>Why there is no answer.</summary>
/// <param name="Status"><c>error</c>.</param>
/// <param name="ErrorType"><c>bad_data</c> with 400, <c>not_found</c> with 404, <c>unavailable</c> with 503.</param>
/// <param name="Error">Why, in a sentence.</param>
internal sealed record ErrorJson(string Status, string ErrorType, string Error);
