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

/// <summary>Sets up the HTTP server that hosts the endpoints.</summary>
internal static class WebServer
{
    /// <summary>How long responses under way may take when the process is asked to stop; what is still running then is cut off.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The rate at which a client must read a response. At Kestrel's default of 240 bytes per second, a stalled client could hold a page for many
    /// minutes.
    /// </summary>
    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(10));

    /// <summary>The time limit for receiving all headers of a request.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long an idle connection is kept. Longer than usual scrape intervals, so that Prometheus can keep its connection.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The largest request body. No endpoint reads one.</summary>
    private const int MaxRequestBytes = 64 * 1024;

    /// <summary>Uses the program's own folder. No files are served, and the folder in which the process was started may not be readable for its user.</summary>
    private static readonly WebApplicationOptions ProgramFolder = new() { ContentRootPath = AppContext.BaseDirectory };

    /// <summary>
    /// Creates a builder with Kestrel and routing only. The usual files and variables of ASP.NET Core, for example <c>ASPNETCORE_URLS</c>, are not
    /// read. Buffer sizes, scheduling and queues are Kestrel's defaults; no other values made a large page faster.
    /// </summary>
    /// <param name="address">The address to listen on.</param>
    /// <param name="web">The settings that control access; null allows everybody.</param>
    public static WebApplicationBuilder CreateBuilder(ListenAddress address, WebSettings? web = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(ProgramFolder);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, address));
        builder.Services.AddSingleton<SocketTransportFactory>();
        builder.Services.AddSingleton<IConnectionListenerFactory, WebTransport>(); // Kestrel tries the last added factory first.
        builder.Services.AddSingleton<WebConnections>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddRoutingCore();
        if (web is { Access.IsNone: false })
        {
            WebGate.AddTo(builder.Services, web);
        }

        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical); // RequestGuard logs failed requests.
        builder.Services.AddOptions<LoggerFilterOptions>().Configure<IServiceProvider>(MuteHostUntilStarted);
        return builder;
    }

    /// <summary>Adds what every response needs, and the endpoints.</summary>
    /// <param name="app">The application.</param>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="routePrefix">The path below which the endpoints are, without a trailing slash; <c>/</c> for none. Requests for <c>/</c> are redirected
    /// there.</param>
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

    /// <summary>Starts the application; returns null, or on failure one sentence that says why it cannot start.</summary>
    /// <param name="app">The application.</param>
    /// <param name="address">The address to listen on.</param>
    /// <param name="explain">Consulted first; returns null for a failure that it does not know.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
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

    /// <summary>Returns where a started application listens: <paramref name="address"/>, with the port that the system chose if that is 0.</summary>
    public static ListenAddress BoundAddress(WebApplication app, ListenAddress address) =>
        address.Port == 0 ? address.WithPort(new Uri(app.Urls.First()).Port) : address;

    /// <summary>Redirects to a relative location, which stays right behind a proxy that removes a prefix.</summary>
    private static Task RedirectAsync(HttpResponse response, string place)
    {
        response.Redirect(place);
        return Task.CompletedTask;
    }

    private static Task ExplainAsync(HttpResponse response) =>
        PlainText.WriteAsync(response, response.StatusCode, $"{response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}");

    /// <summary>
    /// Keeps the host from logging a failed start with its stack trace. The caller of <see cref="TryStartAsync"/> reports it in one sentence.
    /// </summary>
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
            kestrel.Listen(IPAddress.Loopback, 0); // The system cannot choose one port for both loopback addresses.
        }
        else
        {
            kestrel.ListenLocalhost(address.Port);
        }
    }
}
