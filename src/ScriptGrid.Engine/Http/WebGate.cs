using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using ScriptGrid.Engine.Access;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Http;

/// <summary>Guards every endpoint if access is configured: TLS, headers, request limits, logins and roles.</summary>
internal static class WebGate
{
    /// <summary>Registers the services that it needs.</summary>
    public static void AddTo(IServiceCollection services, WebSettings web)
    {
        services.AddSingleton(web);
        services.AddSingleton<WebAccess>();
        services.AddSingleton<AccessRequirement>();
        services.AddSingleton<IAuthorizationHandler>(static services => services.GetRequiredService<AccessRequirement>());
        services.AddAuthenticationCore(static authentication =>
        {
            authentication.DefaultScheme = LoginHandler.Scheme;
            authentication.AddScheme<LoginHandler>(LoginHandler.Scheme, displayName: null);
        });
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<AccessRequirement>(static (options, requirement) => options.FallbackPolicy = requirement.Policy);
    }

    /// <summary>Enables TLS on connections, and HTTP/2 if allowed, if the settings say so.</summary>
    public static void Listen(ListenOptions endpoint)
    {
        if (endpoint.ApplicationServices.GetService<WebAccess>() is { IsTls: true } access)
        {
            endpoint.Protocols = access.IsHttp2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(access.Rules.Handshake!.Options()) });
        }
    }

    /// <summary>Adds the guard in front of everything that is added later.</summary>
    public static void Use(WebApplication app)
    {
        if (app.Services.GetService<WebAccess>() is { } access)
        {
            app.Use((context, next) => LetInAsync(context, access, next));
            app.UseAuthentication(); // Added explicitly; otherwise the framework would put it before RequestGuard.
            app.UseAuthorization();
        }
    }

    private static Task LetInAsync(HttpContext context, WebAccess access, RequestDelegate next)
    {
        AccessRules rules = access.Rules;
        foreach ((string name, string value) in rules.Headers)
        {
            context.Response.Headers[name] = value;
        }

        bool isOpen = context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (isOpen || rules.Rate is not { } rate)
        {
            return next(context);
        }

        using RateLimitLease lease = rate.AttemptAcquire();
        if (lease.IsAcquired)
        {
            return next(context);
        }

        access.Meter.Rate.Inc();
        TimeSpan wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan told) ? told : TimeSpan.Zero;
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return PlainText.WriteAsync(context.Response, StatusCodes.Status429TooManyRequests, "The rate limit is exceeded; try again later.");
    }
}
