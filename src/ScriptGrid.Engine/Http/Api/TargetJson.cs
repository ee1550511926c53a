using System.Text.Json.Serialization;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>A target. Names and order are a contract.</summary>
/// <param name="Target">Its identity.</param>
/// <param name="Labels">The labels that the configuration adds to its series.</param>
/// <param name="State"><c>up</c>; <c>down</c>; <c>unknown</c> before it was asked for the first time.</param>
/// <param name="Role"><c>master</c> or <c>replica</c>; absent if nothing depends on it, or it is not known.</param>
/// <param name="Owner">The silo that collects it; null without a cluster.</param>
/// <param name="Source">The source that found it; absent for a target that is written in the configuration.</param>
/// <param name="Reason">Why it is down; absent if it is not.</param>
/// <param name="Message">Why it is down, in words; absent if it is not.</param>
internal abstract record TargetJson(
    string Target,
    IReadOnlyDictionary<string, string> Labels,
    string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role,
    string? Owner,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Source,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message)
{
    private protected TargetJson(TargetStatus target)
        : this(
            target.Target,
            new OrderedDictionary<string, string>(target.Labels.Labels.ToArray()),
            target.State.ToString().ToLowerInvariant(),
            target.Role is { } role ? ServerRoles.NameOf(role) : null,
            target.Owner,
            target.Source,
            target.Failure is { } failure ? Failure.Label(failure.Reason) : null,
            target.Failure?.Message)
    {
    }
}

/// <summary>A target in the list.</summary>
internal sealed record ListedTargetJson : TargetJson
{
    private ListedTargetJson(TargetStatus target)
        : base(target)
    {
    }

    /// <summary>Its scripts.</summary>
    [JsonPropertyOrder(1)]
    public required IEnumerable<ScriptJson> Scripts { get; init; }

    public static ListedTargetJson Of(TargetStatus target) => new(target) { Scripts = target.Scripts.Select(static script => new ScriptJson(script)) };
}

/// <summary>A script on a target.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Result">The result of the last run: <c>values</c>, <c>empty</c> or <c>failed</c>; null before the first has ended.</param>
/// <param name="DurationSeconds">How long the last run took; null before the first has ended, and if the last was never sent.</param>
/// <param name="LastSuccess">When a run last did not fail; null if none did.</param>
/// <param name="IntervalSeconds">How often it runs; null if it runs only when asked.</param>
/// <param name="Error">Why the last run failed; absent if it did not.</param>
/// <param name="Skipped"><c>role</c> if it does not run on servers of this role; absent if it does.</param>
/// <param name="DroppedSeries">The number of series of the last run that pages leave out because of a limit; absent if there are none.</param>
/// <param name="ErrorsTotal">The number of runs that failed.</param>
/// <param name="LastRun">When the last run ended; null if there is none.</param>
/// <param name="NextRun">When the next run is due; null if none is.</param>
internal record ScriptJson(
    string Name,
    string? Result,
    double? DurationSeconds,
    DateTime? LastSuccess,
    double? IntervalSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FailureJson? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Skipped,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int DroppedSeries,
    long ErrorsTotal,
    DateTime? LastRun,
    DateTime? NextRun)
{
    public ScriptJson(ScriptStatus script)
        : this(
            script.Name,
            script.Result?.ToString().ToLowerInvariant(),
            script.Result is null ? null : script.Duration?.TotalSeconds,
            script.LastSuccess?.UtcDateTime,
            script.Interval?.TotalSeconds,
            script.Failure is { } failure ? new FailureJson(Failure.Label(failure.Reason), failure.Message) : null,
            script.IsSkipped ? "role" : null,
            script.DroppedSeries,
            script.ErrorsTotal,
            script.LastRun?.UtcDateTime,
            script.NextRun?.UtcDateTime)
    {
    }
}

/// <summary>Why a script's last run failed.</summary>
/// <param name="Reason">The reason, as in <c>redis_script_errors_total</c>.</param>
/// <param name="Message">The server's own words.</param>
internal sealed record FailureJson(string Reason, string Message);
