using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The sources of targets, and the targets made of their lists.</summary>
internal sealed class DiscoveryEndpoint(ApiSources sources)
{
    /// <summary>Responds with all sources.</summary>
    public Task HandleAsync(HttpContext context) => ApiAnswer.WriteAsync(
        context,
        new DiscoveryJson(sources.Sources().Select(report => SourceJson.Of(report, sources.Secrets.Mask.Apply))),
        ApiAnswer.Json.DiscoveryJson);
}

/// <summary>Every source.</summary>
/// <param name="Sources">Each of them.</param>
internal sealed record DiscoveryJson(IEnumerable<SourceJson> Sources);

/// <summary>A source.</summary>
/// <param name="Name">The name of its group, a slash and its kind.</param>
/// <param name="Kind">Its key in the configuration, such as <c>file_sd</c>.</param>
/// <param name="Group">The name of its group.</param>
/// <param name="State"><c>ok</c>; <c>failing</c> if its last answer could not be used; <c>pending</c> before the first answer.</param>
/// <param name="LastSuccess">When its last valid list came; null before the first.</param>
/// <param name="LastError">What was wrong with its last answer; null if nothing was.</param>
/// <param name="Kept">The number of targets of the fleet from its last valid list.</param>
/// <param name="Dropped">The number of entries of that list that did not become targets, or that the fleet has from another place.</param>
/// <param name="Targets">The first hundred targets.</param>
/// <param name="DroppedTargets">The first hundred entries that were dropped.</param>
internal sealed record SourceJson(
    string Name,
    string Kind,
    string Group,
    string State,
    DateTime? LastSuccess,
    string? LastError,
    int Kept,
    int Dropped,
    IEnumerable<KeptTargetJson> Targets,
    IEnumerable<DroppedTargetJson> DroppedTargets)
{
    /// <summary>The largest number of targets in a response.</summary>
    private const int MaxTold = 100;

    public static SourceJson Of(SourceReport report, Func<string, string> mask) => new(
        report.Name,
        report.Kind,
        report.Group,
        report.Problem is not null ? "failing" : report.HasAnswered ? "ok" : "pending",
        report.LastSuccess?.UtcDateTime,
        report.Problem is { } problem ? mask(problem) : null,
        report.Targets.Targets.Length,
        report.Targets.Dropped.Count,
        report.Targets.Targets.Take(MaxTold).Select(static target => new KeptTargetJson(target.Spec.Address.Id)),
        report.Targets.Dropped.First.Select(dropped => new DroppedTargetJson(mask(dropped.Address), mask(dropped.Reason))));
}

/// <summary>A target that was found.</summary>
/// <param name="Target">Its identity.</param>
internal sealed record KeptTargetJson(string Target);

/// <summary>A listed entry that did not become a target.</summary>
/// <param name="Target">The address as it was listed.</param>
/// <param name="Reason">Why it was left out.</param>
internal sealed record DroppedTargetJson(string Target, string Reason);
