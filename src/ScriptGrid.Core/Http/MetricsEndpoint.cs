using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Exposition;
using ScriptGrid.Exposition.Meters;

namespace ScriptGrid.Http;

/// <summary>The metrics page: the fleet's families, then the collector's own.</summary>
internal sealed class MetricsEndpoint(IFleet fleet, MeterExposition meters)
{
    /// <summary>Answers with the page.</summary>
    public Task HandleAsync(HttpContext context) =>
        ExpositionResponse.WriteAsync(context, ExpositionResponse.Format(context.Request), WritePageAsync);

    private async ValueTask WritePageAsync(PipeWriter output, ExpositionFormat format, CancellationToken cancellationToken)
    {
        await fleet.WriteMetricsAsync(output, format, cancellationToken);
        var own = new ExpositionBuffer();
        meters.Write(own, format);
        output.Write(own.WrittenSpan);
    }
}
