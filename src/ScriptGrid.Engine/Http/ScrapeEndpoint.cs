using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScriptGrid.Engine.Access;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Http;

/// <summary>Collects one target on demand: <c>/scrape?target=host:port[&amp;script=name]</c>.</summary>
/// <param name="fleet">The engine.</param>
/// <param name="askable">Returns the collectors for which a request may name keys, in compatibility with redis_exporter.</param>
internal sealed class ScrapeEndpoint(IFleet fleet, Func<ImmutableArray<ScriptSpec>> askable)
{
    private const string Target = "target";
    private const string Script = "script";

    /// <summary>The methods. A script that only writes on demand is a change, which POST says.</summary>
    public static readonly IReadOnlyList<string> Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    /// <summary>The query parameters.</summary>
    public static readonly IReadOnlyList<string> Parameters = [Target, Script];

    /// <summary>Responds with the target's page, or with one line that says why the target was not asked.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        string target = context.Request.Query[Target].ToString();
        if (target.Length == 0)
        {
            await PlainText.WriteAsync(
                context.Response,
                StatusCodes.Status400BadRequest,
                "The parameter 'target' is missing: /scrape?target=host:port[&script=name].");
            return;
        }

        if (RedisExporterQuery.Read(context.Request.Query, askable(), out string problem) is not { } asked)
        {
            await PlainText.WriteAsync(context.Response, StatusCodes.Status400BadRequest, problem);
            return;
        }

        string script = context.Request.Query[Script].ToString();
        if (WritesOnDemand(script) && !MayChange(context))
        {
            await PlainText.WriteAsync(
                context.Response,
                StatusCodes.Status403Forbidden,
                $"{script} writes, and runs only on demand: send POST, not {context.Request.Method}, with the login of an admin if there are logins.");
            return;
        }

        ExpositionFormat format = ExpositionResponse.Format(context.Request);
        TimeSpan? timeout = ScrapeTimeout.Parse(context.Request.Headers[ScrapeTimeout.HeaderName]);
        var request = new ScrapeRequest(target, script.Length == 0 ? null : script, timeout, format) { Asked = asked };
        ScrapeResult result = await ScrapeAsync(request, context.RequestAborted);
        await (result.Status == ScrapeStatus.Done
            ? ExpositionResponse.WriteAsync(context, format, (output, _, _) =>
            {
                output.Write(result.Page.Span);
                return ValueTask.CompletedTask;
            })
            : PlainText.WriteAsync(context.Response, StatusCode(result.Status), result.Message));
    }

    private bool WritesOnDemand(string script) => fleet.Configuration.Scripts.Any(known => known.Name == script && known.WritesOnDemand);

    /// <summary>
    /// Whether the request may start what writes. POST was judged as a change already. GET and HEAD may where changes are open to everybody, unless a browser
    /// may have sent them for a page of another origin.
    /// </summary>
    private static bool MayChange(HttpContext context) =>
        LoginHandler.IsChange(context.Request)
        || (context.RequestServices.GetService<WebAccess>()?.Rules.Needed(isChange: true) is null or AccessRole.Anybody
            && !CrossOrigin.MayBeFromElsewhere(context.Request));

    private async Task<ScrapeResult> ScrapeAsync(ScrapeRequest request, CancellationToken cancellationToken)
    {
        using Activity? span = Traces.Start("scriptgrid.scrape");
        span?.SetTag(Traces.TargetTag, request.Target);
        span?.SetTag(Traces.ScriptTag, request.Script);
        ScrapeResult result = await fleet.ScrapeAsync(request, cancellationToken);
        span.End(result.Status.ToString(), isFailure: result.Status != ScrapeStatus.Done, result.Message);
        return result;
    }

    private static int StatusCode(ScrapeStatus refusal) => refusal switch
    {
        ScrapeStatus.UnknownTarget => StatusCodes.Status403Forbidden,
        ScrapeStatus.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
