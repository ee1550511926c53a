using System.Text.Json.Serialization;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http;

/// <summary>A target as <see cref="TargetsEndpoint"/> lists it. Names and order are a contract.</summary>
internal sealed record TargetJson(
    string Target,
    IReadOnlyDictionary<string, string> Labels,
    string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role,
    string? Owner,
    IEnumerable<ScriptJson> Scripts)
{
    public static TargetJson Of(TargetStatus target) => new(
        target.Target,
        new OrderedDictionary<string, string>(target.Labels.Labels.ToArray()),
        target.State.ToString().ToLowerInvariant(),
        target.Role is { } role ? ServerRoles.NameOf(role) : null,
        target.Owner,
        target.Scripts.Select(ScriptJson.Of));
}

/// <summary>A script on a target.</summary>
internal sealed record ScriptJson(
    string Name,
    string? Result,
    double? DurationSeconds,
    DateTime? LastSuccess,
    double? IntervalSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FailureJson? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Skipped,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int DroppedSeries,
    long ErrorsTotal)
{
    public static ScriptJson Of(ScriptStatus script) => new(
        script.Name,
        script.Result?.ToString().ToLowerInvariant(),
        script.Result is null ? null : script.Duration.TotalSeconds,
        script.LastSuccess?.UtcDateTime,
        script.Interval?.TotalSeconds,
        script.Failure is { } failure ? new FailureJson(Failure.Label(failure.Reason), failure.Message) : null,
        script.IsSkipped ? "role" : null,
        script.DroppedSeries,
        script.ErrorsTotal);
}

/// <summary>Why a script's last run failed.</summary>
internal sealed record FailureJson(string Reason, string Message);

/// <summary>Writes targets.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TargetJson))]
internal sealed partial class TargetsJson : JsonSerializerContext;
