using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Http.Api;

namespace ScriptGrid.Tests.Documentation.OpenApi;

/// <summary>The endpoints of the API as functions from parameters to answers, which is how ASP.NET Core describes endpoints. Nobody calls them.</summary>
internal static class ApiOperations
{
#pragma warning disable IDE0051 // Attributes of lambdas use it, which the analyzer does not see.
    private const string Identity = "The identity of the target, or any way to write it, percent-encoded.";
#pragma warning restore IDE0051

    /// <summary>Maps all of them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet(WebPaths.Targets, ([AsParameters] Filter filter, [AsParameters] Page page) => default(Answer<TargetsJson>)), "listTargets", "targets", "Lists the targets that match, or a page of them.");
        Describe(routes.MapGet(OfOne(WebPaths.Target), ([Description(Identity)] string target) => default(Answer<TargetDetailJson>)), "getTarget", "targets", "Tells all that is known of one target.")
            .ProducesError(404).ProducesError(503);
        Describe(
            routes.MapPost(
                $"{OfOne(WebPaths.Target)}/collect",
                ([Description(Identity)] string target, [Description("The one script that is run; all of them without it.")] string? script) => default(Answer<TargetDetailJson>)),
            "collectTarget",
            "targets",
            "Runs the target's scripts, or one of them, now, and answers as getTarget does.").ProducesError(404).ProducesError(503);
        Describe(routes.MapGet(WebPaths.Fleet, ([AsParameters] Filter filter) => default(Answer<FleetJson>)), "getFleet", "fleet", "Tells how the targets that match fare, at a glance.");
        Describe(routes.MapGet(WebPaths.Scripts, () => default(Answer<ScriptsJson>)), "listScripts", "scripts", "Tells of each script how it fares over the fleet.");
        Describe(routes.MapGet(OfOne(WebPaths.Script), ([Description("The name of the script, percent-encoded.")] string script) => default(Answer<ScriptShownJson>)), "getScript", "scripts", "Tells all that is known of one script.")
            .ProducesError(404);
        Describe(routes.MapGet(WebPaths.Silos, () => default(Answer<SilosJson>)), "listSilos", "process", "Lists the processes that collect.");
        Describe(routes.MapGet(WebPaths.Configuration, () => default(Answer<ConfigurationJson>)), "getConfiguration", "process", "Shows the configuration as this process loaded it, with secrets masked.").ProducesError(503);
        Describe(routes.MapGet(WebPaths.Sources, () => default(Answer<DiscoveryJson>)), "listSources", "process", "Tells how each source of targets fares.");
    }

    private static string OfOne(string path) => path.Replace("**", "", StringComparison.Ordinal);

    /// <summary>What every endpoint may answer beside that: a refusal of its query, and what stands before all endpoints.</summary>
    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string name, string tag, string summary) => endpoint
        .WithName(name)
        .WithTags(tag)
        .WithSummary(summary)
        .ProducesError(400)
        .Produces<string>(401, "text/plain")
        .Produces<string>(403, "text/plain")
        .Produces<string>(429, "text/plain")
        .Produces<string>(500, "text/plain");

    private static RouteHandlerBuilder ProducesError(this RouteHandlerBuilder endpoint, int status) => endpoint.Produces<ErrorJson>(status);

    /// <summary>The envelope of each answer.</summary>
    internal sealed record Answer<T>(string Status, T Data);

    /// <summary>The list of targets, which its endpoint writes piece by piece.</summary>
    /// <param name="Targets">The targets.</param>
    /// <param name="Total">How many match; absent where no <c>limit</c> was given.</param>
    /// <param name="Offset">How many of them were passed over; absent where no <c>limit</c> was given.</param>
    /// <param name="Missing">What is missing in the list and in its total; absent where every silo answers.</param>
    internal sealed record TargetsJson(
        IEnumerable<ListedTargetJson> Targets,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Offset,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MissingJson? Missing);

    /// <summary>Which targets.</summary>
    private sealed record Filter(string? State, string? Script, string? Label, string? Source, string? Owner, string? Reason, [FromQuery(Name = "q")] string? Text);

    /// <summary>Which of them, in which order.</summary>
    private sealed record Page
    {
        public string? Sort { get; init; }

        [DefaultValue("asc")]
        public string? Order { get; init; }

        [Range(1, TargetsQuery.MaxLimit)]
        public int? Limit { get; init; }

        [Range(0, int.MaxValue)]
        [DefaultValue(0)]
        public int? Offset { get; init; }
    }
}
