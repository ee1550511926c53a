using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>An overview of the fleet: the number of targets in each condition, and one letter for each target.</summary>
internal sealed class FleetEndpoint(IFleet fleet)
{
    /// <summary>Responds with the overview of the targets that match the request's filter.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (FilterQuery.Parse(context.Request.Query, out string problem) is not { } filter)
        {
            await ApiAnswer.RefuseAsync(context, problem);
            return;
        }

        var gaps = new FleetGaps();
        TargetIndex index = await fleet.IndexAsync(new TargetQuery(filter, TargetSort.Target), gaps, context.RequestAborted);
        await ApiAnswer.WriteAsync(context, FleetJson.Of(index, MissingJson.Of(gaps)), ApiAnswer.Json.FleetJson);
    }
}
