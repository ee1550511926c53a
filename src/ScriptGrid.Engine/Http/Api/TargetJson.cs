using System.Text.Json.Serialization;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>A target. Names and order are a contract.</summary>
/// <param name="Target">Its identity.</param>
/// <param name="Labels">What the configuration adds to its series.</param>
/// <param name="State"><c>up</c>; <c>down</c>; <c>unknown</c> before it was asked for the first time.</param>
/// <param name="Role"><c>master</c> or <c>replica</c>; absent where nothing depends on it, or it is not known.</param>
/// <param name="Owner">The silo that collects it; null without a cluster.</param>
/// <param name="Source">The source that found it; absent for one that is written.</param>
/// <param name="Reason">Why it is down; absent where it is not.</param>
/// <param name="Message">Why it is down, in words; absent where it is not.</param>
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
/// <param name="Result">Of the last run: <c>values</c>, <c>empty</c> or <c>failed</c>; null before the first has ended.</param>
/// <param name="DurationSeconds">Of the last run; null before the first has ended.</param>
/// <param name="LastSuccess">When a run last did not fail; null if none did.</param>
/// <param name="IntervalSeconds">How often it runs; null where it runs only when asked.</param>
/// <param name="Error">Why the last run failed; absent where it did not.</param>
/// <param name="Skipped"><c>role</c> where it does not run on servers of this role; absent where it does.</param>
/// <param name="DroppedSeries">Series of the last run that pages go without, since a limit allows no more; absent where there are none.</param>
/// <param name="ErrorsTotal">How many runs failed.</param>
/// <param name="LastRun">When the last run ended; null where there is none.</param>
/// <param name="NextRun">When the next is due; null where none is.</param>
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
            script.Result is null ? null : script.Duration.TotalSeconds,
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
