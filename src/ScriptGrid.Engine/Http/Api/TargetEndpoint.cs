using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>All details of one target, and its collection on demand.</summary>
internal sealed class TargetEndpoint(IFleet fleet)
{
    private const string Script = "script";
    private const string Collect = "/collect";

    /// <summary>The query parameters of a collection.</summary>
    public static readonly IReadOnlyList<string> CollectParameters = [Script];

    /// <summary>Responds with the target that the path names.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        if (RedisUri.Parse(PathIn(context), out string error) is not { } uri)
        {
            await ApiAnswer.RefuseAsync(context, error);
            return;
        }

        await WriteAsync(context, await fleet.ReportAsync(uri.Address, context.RequestAborted));
    }

    /// <summary>Runs all scripts of the target, or one of them, now, and responds like <see cref="ShowAsync"/>.</summary>
    public async Task CollectAsync(HttpContext context)
    {
        string path = PathIn(context);
        if (!path.EndsWith(Collect, StringComparison.Ordinal))
        {
            await ApiAnswer.NotFoundAsync(context, $"POST is not supported here; a target is collected at {WebPaths.Targets}/TARGET{Collect}");
            return;
        }

        if (RedisUri.Parse(path[..^Collect.Length], out string error) is not { } uri)
        {
            await ApiAnswer.RefuseAsync(context, error);
            return;
        }

        // Targets that are not configured are not collected here, even if /scrape may do so.
        TargetAnswer before = await fleet.ReportAsync(uri.Address, context.RequestAborted);
        string? script = FilterQuery.Value(context.Request.Query, Script);
        var request = new ScrapeRequest(uri.Address.Id, script, Timeout: null, ExpositionFormat.Text);
        ScrapeResult? result = before.Report is null ? null : await fleet.ScrapeAsync(request, context.RequestAborted);
        await (result switch
        {
            null => WriteAsync(context, before),
            { Status: ScrapeStatus.Done } => WriteAsync(context, await fleet.ReportAsync(uri.Address, context.RequestAborted)),
            { Status: ScrapeStatus.Unavailable } => ApiAnswer.UnavailableAsync(context, result.Message),
            _ => ApiAnswer.NotFoundAsync(context, result.Message),
        });
    }

    private static Task WriteAsync(HttpContext context, TargetAnswer answer) => answer switch
    {
        { Report: { } report } => ApiAnswer.WriteAsync(context, TargetDetailJson.Of(report), ApiAnswer.Json.TargetDetailJson),
        { IsUnknown: true } => ApiAnswer.NotFoundAsync(context, answer.Problem),
        _ => ApiAnswer.UnavailableAsync(context, answer.Problem),
    };

    /// <summary>Returns the part of the path behind the path of all targets.</summary>
    private static string PathIn(HttpContext context) => PathName.In(context, WebPaths.Targets, "target");
}
