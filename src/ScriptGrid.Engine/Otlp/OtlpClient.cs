using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Otlp;

/// <summary>Sends requests with metrics over HTTP or gRPC.</summary>
/// <param name="settings">The receiver and the protocol.</param>
/// <param name="handler">Sends the HTTP requests.</param>
/// <param name="time">The clock for the time limit.</param>
internal sealed class OtlpClient(OtlpSettings settings, OtlpHandler handler, TimeProvider time) : IDisposable
{
    private const int GrpcHeaderBytes = 5;
    private const string GrpcService = "opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    private readonly HttpMessageInvoker _client = new(handler, disposeHandler: false);

    /// <summary>How long a request may take.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Returns the URL of a signal over HTTP: below the path of the endpoint, if it has one.</summary>
    public static Uri UrlOf(OtlpSettings settings, string path) => new($"{settings.Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");

    /// <summary>Sends a request.</summary>
    public async Task<OtlpOutcome> SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = settings.IsGrpc ? Grpc(message) : Http(message);
            using HttpResponseMessage response = await _client.SendAsync(request, end.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(end.Token).ConfigureAwait(false);
            return response.StatusCode != HttpStatusCode.OK
                ? new OtlpOutcome(
                    string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode} {response.StatusCode}"),
                    IsOfTheRequest: response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
                : settings.IsGrpc ? GrpcOutcome(response, body)
                : new OtlpOutcome(OtlpAnswer.ProblemIn(body), IsOfTheRequest: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new OtlpOutcome(string.Create(CultureInfo.InvariantCulture, $"no answer within {Limit.TotalSeconds} s"), IsOfTheRequest: false);
        }
        catch (HttpRequestException exception)
        {
            return new OtlpOutcome(exception.InnerException?.Message ?? exception.Message, IsOfTheRequest: false);
        }
        catch (Exception exception) when (exception is IOException or CryptographicException)
        {
            return new OtlpOutcome(exception.Message, IsOfTheRequest: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Http(ReadOnlyMemory<byte> message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, UrlOf(settings, "v1/metrics")) { Content = new ReadOnlyMemoryContent(message) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ScriptGrid", BuildInfo.Version));
        return request;
    }

    /// <remarks>
    /// The format of a request is described in "gRPC over HTTP2" in gRPC's documentation. The message is uncompressed and preceded by its length.
    /// </remarks>
    private HttpRequestMessage Grpc(ReadOnlyMemory<byte> message)
    {
        byte[] framed = new byte[GrpcHeaderBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed.AsMemory(GrpcHeaderBytes));
        var request = new HttpRequestMessage(HttpMethod.Post, UrlOf(settings, GrpcService))
        {
            Content = new ByteArrayContent(framed),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ScriptGrid", BuildInfo.Version));
        return request;
    }

    /// <summary>Reads the gRPC status. It is in the trailers, or in the headers if the response has no body.</summary>
    /// <remarks>
    /// Status 3 is INVALID_ARGUMENT; 8 is RESOURCE_EXHAUSTED, with which servers refuse a message that is too large. "Status codes and their use in gRPC".
    /// </remarks>
    private static OtlpOutcome GrpcOutcome(HttpResponseMessage response, byte[] body)
    {
        string? status = Header(response, "grpc-status");
        return status == "0" ? new OtlpOutcome(OtlpAnswer.ProblemIn(body.AsSpan(Math.Min(GrpcHeaderBytes, body.Length))), IsOfTheRequest: true)
            : status is null ? new OtlpOutcome("its response has no gRPC status; is this a gRPC port?", IsOfTheRequest: false)
            : new OtlpOutcome(
                $"it answered with gRPC status {status}: {Uri.UnescapeDataString(Header(response, "grpc-message") ?? "")}", IsOfTheRequest: status is "3" or "8");
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? behind) ? behind.FirstOrDefault()
        : response.Headers.TryGetValues(name, out IEnumerable<string>? before) ? before.FirstOrDefault()
        : null;
}

/// <summary>What a receiver made of a request.</summary>
/// <param name="Problem">The problem; null if there is none.</param>
/// <param name="IsOfTheRequest">Whether a problem concerns what this request has, so that the receiver may well accept another one.</param>
internal readonly record struct OtlpOutcome(string? Problem, bool IsOfTheRequest);
