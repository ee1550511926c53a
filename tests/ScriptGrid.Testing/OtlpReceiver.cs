using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Testing;

/// <summary>A receiver of OTLP on the loopback, over HTTP and over gRPC, that keeps what it receives.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcHeaderBytes = 5;

    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app, int http, int grpc) => (_app, Http, Grpc) = (app, $"127.0.0.1:{http}", $"127.0.0.1:{grpc}");

    /// <summary>Its address for HTTP.</summary>
    public string Http { get; }

    /// <summary>Its address for gRPC.</summary>
    public string Grpc { get; }

    /// <summary>The HTTP status of every answer. Over gRPC, any status other than 200 becomes UNAVAILABLE.</summary>
    public int Status { get; set; } = 200;

    /// <summary>The requests, refused ones too: path, headers and message.</summary>
    public ConcurrentQueue<(string Path, IHeaderDictionary Headers, OtlpMessage Message)> Requests { get; } = new();

    /// <summary>The metrics of all requests, in their order.</summary>
    public IEnumerable<OtlpMetric> Metrics => Requests.Where(static request => request.Path.Contains("etrics", StringComparison.Ordinal)).SelectMany(static request => OtlpMetric.In(request.Message));

    /// <summary>The spans of all requests.</summary>
    public IEnumerable<OtlpMessage> Spans => Requests.Where(static request => request.Path.Contains("race", StringComparison.Ordinal))
        .SelectMany(static request => request.Message.All(1)).SelectMany(static resource => resource.All(2)).SelectMany(static scope => scope.All(2));

    /// <summary>Starts a receiver.</summary>
    /// <param name="certificates">The certificates for TLS, with which it also asks for a client's certificate. If null, it does not use TLS.</param>
    public static async Task<OtlpReceiver> StartAsync(TestCertificates? certificates = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        (int http, int grpc) = (FreePort.Find(), FreePort.Find());
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, http, listen => Speak(listen, HttpProtocols.Http1));
            options.Listen(IPAddress.Loopback, grpc, listen => Speak(listen, HttpProtocols.Http2));
        });
        var receiver = new OtlpReceiver(builder.Build(), http, grpc);
        receiver._app.Run(receiver.HandleAsync);
        await receiver._app.StartAsync();
        return receiver;

        void Speak(ListenOptions listen, HttpProtocols protocols)
        {
            listen.Protocols = protocols;
            if (certificates is not null)
            {
                listen.UseHttps(System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(certificates.ServerCertFile, certificates.ServerKeyFile));
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        bool isGrpc = context.Request.ContentType == "application/grpc";
        var headers = new HeaderDictionary();
        foreach (var header in context.Request.Headers)
        {
            headers[header.Key] = header.Value;
        }

        Requests.Enqueue((context.Request.Path, headers, new OtlpMessage(body.ToArray()[(isGrpc ? GrpcHeaderBytes : 0)..])));

        if (isGrpc)
        {
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", Status == 200 ? "0" : "14");
            await context.Response.Body.WriteAsync(new byte[GrpcHeaderBytes]);
            return;
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/x-protobuf";
    }
}
