using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Engine.Http;

/// <summary>Collects one target on demand: <c>/scrape?target=host:port[&amp;script=name]</c>.</summary>
internal sealed class ScrapeEndpoint(IFleet fleet)
{
    private const string Target = "target";
    private const string Script = "script";

    /// <summary>Its query parameters.</summary>
    public static readonly IReadOnlyList<string> Parameters = [Target, Script];

    /// <summary>Those that redis_exporter takes beside them. They have no effect here: which keys are looked at is for flags to say, not for whoever asks.</summary>
    public static readonly IReadOnlyList<string> RedisExporterParameters =
        ["check-keys", "check-single-keys", "check-streams", "check-single-streams", "count-keys"];

    /// <summary>Answers with the target's page, or with one line that says why it was not asked.</summary>
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

        ExpositionFormat format = ExpositionResponse.Format(context.Request);
        string script = context.Request.Query[Script].ToString();
        TimeSpan? timeout = ScrapeTimeout.Parse(context.Request.Headers[ScrapeTimeout.HeaderName]);
        var request = new ScrapeRequest(target, script.Length == 0 ? null : script, timeout, format);
        ScrapeResult result = await ScrapeAsync(request, context.RequestAborted);
        await (result.Status == ScrapeStatus.Done
            ? ExpositionResponse.WriteAsync(context, format, (output, _, _) =>
            {
                output.Write(result.Page.Span);
                return ValueTask.CompletedTask;
            })
            : PlainText.WriteAsync(context.Response, StatusCode(result.Status), result.Message));
    }

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
