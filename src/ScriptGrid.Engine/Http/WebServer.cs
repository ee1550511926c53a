using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Http;

/// <summary>The HTTP server that the endpoints live in.</summary>
internal static class WebServer
{
    /// <summary>Room for the answers under way when the process is told to stop; what still runs then is cut.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// What a client must read of an answer. Kestrel's own 240 bytes would let one that stalls hold a page for many minutes.
    /// </summary>
    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(10));

    /// <summary>For the whole head of a request.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Longer than usual scrape intervals, so that Prometheus keeps its connection.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(2);

    /// <summary>No endpoint reads a body.</summary>
    private const int MaxRequestBytes = 64 * 1024;

    /// <summary>No file is served, so the folder that the process was started in, which its user may not be allowed to read, is left alone.</summary>
    private static readonly WebApplicationOptions ProgramFolder = new() { ContentRootPath = AppContext.BaseDirectory };

    /// <summary>
    /// A builder with Kestrel, routing and nothing else: ASP.NET Core's own files and variables, such as <c>ASPNETCORE_URLS</c>, are not
    /// read. Buffer sizes, scheduling and queues are Kestrel's defaults: no other made a large page faster.
    /// </summary>
    /// <param name="address">Where to listen.</param>
    /// <param name="web">Says who may ask for what; null lets everybody.</param>
    public static WebApplicationBuilder CreateBuilder(ListenAddress address, WebSettings? web = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(ProgramFolder);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, address));
        builder.Services.AddSingleton<SocketTransportFactory>();
        builder.Services.AddSingleton<IConnectionListenerFactory, WebTransport>(); // Kestrel asks the last that was added first.
        builder.Services.AddSingleton<WebConnections>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddRoutingCore();
        if (web is { Access.IsNone: false })
        {
            WebGate.AddTo(builder.Services, web);
        }

        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical); // RequestGuard tells of what fails in a request.
        builder.Services.AddOptions<LoggerFilterOptions>().Configure<IServiceProvider>(MuteHostUntilStarted);
        return builder;
    }

    /// <summary>Adds what every answer needs, and the endpoints.</summary>
    /// <param name="app">The application.</param>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="routePrefix">The path that they live below, without a slash at its end; <c>/</c> for none. Whoever asks for <c>/</c> is sent there.</param>
    public static void Use(WebApplication app, IEnumerable<WebEndpoint> endpoints, string routePrefix = "/")
    {
        app.Use(new RequestGuard(app.Services.GetRequiredService<ILogger<RequestGuard>>(), TimeProvider.System).HandleAsync);
        app.UseStatusCodePages(static page => ExplainAsync(page.HttpContext.Response));
        WebGate.Use(app);
        IEndpointRouteBuilder routes = routePrefix == "/" ? app : app.MapGroup(routePrefix);
        foreach (WebEndpoint endpoint in endpoints)
        {
            endpoint.Map(routes);
        }

        if (routePrefix != "/")
        {
            new WebEndpoint("/", context => RedirectAsync(context.Response, $"{routePrefix[1..]}/")).Map(app);
        }
    }

    /// <summary>Starts the application; on failure tells in one sentence why it cannot.</summary>
    /// <param name="app">The application.</param>
    /// <param name="address">Where it is to listen.</param>
    /// <param name="explain">Asked first; null for a failure that it does not know.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<string?> TryStartAsync(
        IHost app, ListenAddress address, Func<Exception, string?> explain, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            return null;
        }
        catch (Exception failure) when (explain(failure) is { } problem)
        {
            return problem;
        }
        catch (Exception failure) when (BindFailure(failure) is { } socket)
        {
            return $"Cannot listen on {address}: {socket.Message}.";
        }
    }

    /// <summary>Where a started application listens: <paramref name="address"/>, with the port that the system chose where it left that open.</summary>
    public static ListenAddress BoundAddress(WebApplication app, ListenAddress address) =>
        address.Port == 0 ? address.WithPort(new Uri(app.Urls.First()).Port) : address;

    /// <summary>The place is relative, so that it holds behind a proxy that takes a prefix away.</summary>
    private static Task RedirectAsync(HttpResponse response, string place)
    {
        response.Redirect(place);
        return Task.CompletedTask;
    }

    private static Task ExplainAsync(HttpResponse response) =>
        PlainText.WriteAsync(response, response.StatusCode, $"{response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}");

    /// <summary>The host logs a failed start with its stack; the caller of <see cref="TryStartAsync"/> tells why in one sentence.</summary>
    private static void MuteHostUntilStarted(LoggerFilterOptions filters, IServiceProvider services) => filters.AddFilter(
        "Microsoft.Extensions.Hosting.Internal.Host",
        level => level >= LogLevel.Warning
            && services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested);

    private static SocketException? BindFailure(Exception? failure)
    {
        while (failure is not (null or SocketException))
        {
            failure = failure.InnerException;
        }

        return failure as SocketException;
    }

    private static void Configure(KestrelServerOptions kestrel, ListenAddress address)
    {
        kestrel.AddServerHeader = false;
        kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            WebConnections connections = kestrel.ApplicationServices.GetRequiredService<WebConnections>();
            endpoint.Use(serve => connection => connections.CountAsync(connection, serve));
            WebGate.Listen(endpoint);
        });
        kestrel.Limits.MinResponseDataRate = SlowestReader;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = IdleTimeout;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        Listen(kestrel, address);
    }

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address)
    {
        if (address.Ip is { } ip)
        {
            kestrel.Listen(ip, address.Port);
        }
        else if (address.IsEveryInterface)
        {
            kestrel.ListenAnyIP(address.Port);
        }
        else if (address.Port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, 0); // The system cannot choose one port for both loopbacks.
        }
        else
        {
            kestrel.ListenLocalhost(address.Port);
        }
    }
}
