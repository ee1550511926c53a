using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The fleet at a glance: how many targets fare how, and one letter for each.</summary>
internal sealed class FleetEndpoint(IFleet fleet)
{
    /// <summary>Answers about the targets that are wanted.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (FilterQuery.Parse(context.Request.Query, out string problem) is not { } filter)
        {
            await ApiAnswer.RefuseAsync(context, problem);
            return;
        }

        TargetIndex index = await fleet.IndexAsync(new TargetQuery(filter, TargetSort.Target), context.RequestAborted);
        await ApiAnswer.WriteAsync(context, FleetJson.Of(index), ApiAnswer.Json.FleetJson);
    }
}
