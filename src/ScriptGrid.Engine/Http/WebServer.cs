using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>
    /// A builder with Kestrel, routing and nothing else: ASP.NET Core's own files and variables, such as <c>ASPNETCORE_URLS</c>, are not
    /// read. Buffer sizes, scheduling and queues are Kestrel's defaults: no other made a large page faster.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(ListenAddress address)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, address));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddOptions<LoggerFilterOptions>().Configure<IServiceProvider>(MuteHostUntilStarted);
        return builder;
    }

    /// <summary>Adds what every answer needs. Comes before the endpoints.</summary>
    public static void Use(WebApplication app)
    {
        app.Use(RequestGuard.HandleAsync);
        app.UseStatusCodePages(static page => ExplainAsync(page.HttpContext.Response));
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
        kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http1);
        kestrel.Limits.MinResponseDataRate = SlowestReader;
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
