using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The state of each script over the fleet, and all details of one script.</summary>
internal sealed class ScriptsEndpoint(ApiSources sources)
{
    /// <summary>Responds with all scripts.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var gaps = new FleetGaps();
        ImmutableArray<ScriptTallyPart> tallies = await sources.Fleet.TallyScriptsAsync(script: null, gaps, context.RequestAborted);
        var scripts = new ScriptsJson(Scripts().Select(script => new ScriptSummaryJson(script, TallyOf(script.Name, tallies))), MissingJson.Of(gaps));
        await ApiAnswer.WriteAsync(context, scripts, ApiAnswer.Json.ScriptsJson);
    }

    /// <summary>Responds with the script that the path names.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        string name = PathName.In(context, WebPaths.Scripts, "script");
        if (Scripts().FirstOrDefault(script => script.Name == name) is not { } found)
        {
            await ApiAnswer.NotFoundAsync(context, $"there is no script {name}");
            return;
        }

        var gaps = new FleetGaps();
        ImmutableArray<ScriptTallyPart> tallies = await sources.Fleet.TallyScriptsAsync(name, gaps, context.RequestAborted);
        IReadOnlyList<ValueJson> rollups = found.Aggregate == Aggregations.None
            ? []
            : await FleetRollups.ReadAsync(sources.Fleet, found, context.RequestAborted);
        var shown = ScriptShownJson.Of(found, TallyOf(name, tallies), sources, rollups, MissingJson.Of(gaps));
        await ApiAnswer.WriteAsync(context, shown, ApiAnswer.Json.ScriptShownJson);
    }

    /// <summary>Returns the scripts. Several groups may each have a collector of the same name; the first represents all of them.</summary>
    private IEnumerable<ScriptSpec> Scripts() => sources.Fleet.Configuration.Scripts.DistinctBy(static script => script.Name);

    private static ScriptTallyPart TallyOf(string script, ImmutableArray<ScriptTallyPart> tallies) =>
        tallies.FirstOrDefault(tally => tally.Script == script) ?? new ScriptTally(script).ToPart();
}
