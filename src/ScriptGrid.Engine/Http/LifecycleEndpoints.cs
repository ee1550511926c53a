using Microsoft.AspNetCore.Http;
using Prometheus;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Engine.Http;

/// <summary>The endpoints for probes and deployments, named like Prometheus' own.</summary>
internal static class LifecycleEndpoints
{
    /// <summary>Reports that the process is serving.</summary>
    public static Task HealthyAsync(HttpContext context) =>
        PlainText.WriteAsync(context.Response, StatusCodes.Status200OK, "ScriptGrid is healthy.");

    /// <summary>Reports whether this process is ready to serve pages, and if not, why.</summary>
    public static Task ReadyAsync(HttpContext context, IFleet fleet) => fleet.NotReady is { } reason
        ? PlainText.WriteAsync(context.Response, StatusCodes.Status503ServiceUnavailable, $"ScriptGrid is not ready: {reason}.")
        : PlainText.WriteAsync(context.Response, StatusCodes.Status200OK, "ScriptGrid is ready.");

    /// <summary>Shows the result of <see cref="ReadyAsync"/> as a metric.</summary>
    public static void ShowReadiness(OwnMetrics metrics, IFleet fleet)
    {
        Gauge ready = metrics.Factory.CreateGauge("scriptgrid_ready", "Whether /-/ready says that the process is ready.");
        metrics.BeforePage(() => ready.Set(fleet.NotReady is null ? 1 : 0));
    }

    /// <summary>Reloads the configuration. If the old one has to stay, responds with all errors.</summary>
    public static async Task ReloadAsync(HttpContext context, Func<CancellationToken, Task<ReloadOutcome>> reload)
    {
        ReloadOutcome outcome = await reload(context.RequestAborted);
        await (outcome.Succeeded
            ? PlainText.WriteAsync(context.Response, StatusCodes.Status200OK, "The configuration was reloaded.")
            : PlainText.WriteAsync(
                context.Response, StatusCodes.Status500InternalServerError, string.Join('\n', outcome.Errors)));
    }
}
