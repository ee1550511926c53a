using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Http;

/// <summary>The metrics page: the families of the fleet, then the process's own.</summary>
internal sealed class MetricsEndpoint(IFleet fleet, OwnMetrics metrics)
{
    /// <summary>Responds with the page, or with one line that says what is wrong with the query.</summary>
    public Task HandleAsync(HttpContext context) => MetricsQuery.Parse(context.Request, out string error) is { } selection
        ? ExpositionResponse.WriteAsync(
            context,
            ExpositionResponse.Format(context.Request),
            (output, format, cancellationToken) => WritePageAsync(output, format, selection, cancellationToken))
        : PlainText.WriteAsync(context.Response, StatusCodes.Status400BadRequest, error);

    private async ValueTask WritePageAsync(
        PipeWriter output, ExpositionFormat format, MetricsSelection selection, CancellationToken cancellationToken)
    {
        using Activity? span = Traces.Start("scriptgrid.metrics");
        span?.SetTag("scriptgrid.scope", selection.Scope.ToString());
        await fleet.WriteMetricsAsync(output, format, selection, cancellationToken);
        if (selection.IncludesProcess)
        {
            await metrics.WriteAsync(output, format, cancellationToken);
        }
    }
}
