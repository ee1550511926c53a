using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>Parses the filter of targets in a request.</summary>
internal static class FilterQuery
{
    private const string State = "state";
    private const string Script = "script";
    private const string Label = "label";
    private const string Source = "source";
    private const string Owner = "owner";
    private const string Reason = "reason";
    private const string Text = "q";

    /// <summary>The names of the parameters.</summary>
    public static readonly IReadOnlyList<string> Parameters = [State, Script, Label, Source, Owner, Reason, Text];

    /// <summary>The possible values of <c>state</c>.</summary>
    public static readonly IReadOnlyList<string> States = ["up", "down", "unknown", "ok", "failing", "pending"];

    /// <summary>Returns the filter; null, with one line that says why, if a parameter is invalid.</summary>
    public static TargetFilter? Parse(IQueryCollection query, out string problem)
    {
        problem = "";
        if (ConditionsOf(Value(query, State)) is not { } conditions)
        {
            problem = $"The parameter '{State}' is one of {string.Join(", ", States)}.";
        }
        else if (!TryLabel(Value(query, Label), out KeyValuePair<string, string>? label))
        {
            problem = $"The parameter '{Label}' is the name of a label, a colon and its value: {Label}=env:prod.";
        }
        else if (!TryReason(Value(query, Reason), out FailureReason? reason))
        {
            problem = $"The parameter '{Reason}' is one of {string.Join(", ", Enum.GetValues<FailureReason>().Select(Failure.Label))}.";
        }
        else
        {
            return new TargetFilter
            {
                Conditions = conditions,
                Label = label,
                Reason = reason,
                Script = Value(query, Script),
                Source = Value(query, Source),
                Owner = Value(query, Owner),
                Text = Value(query, Text),
            };
        }

        return null;
    }

    /// <summary>Returns the value of a parameter; null if it is absent, or empty, as forms send it.</summary>
    public static string? Value(IQueryCollection query, string parameter) => query[parameter].ToString() is { Length: > 0 } value ? value : null;

    private static TargetConditions? ConditionsOf(string? state) => state switch
    {
        null => TargetConditions.All,
        "up" => TargetConditions.Ok | TargetConditions.Failing,
        "unknown" => TargetConditions.Pending,
        _ => TargetCondition.Names.Where(condition => condition.Name == state).Select(static condition => (TargetConditions?)condition.Condition).FirstOrDefault(),
    };

    private static bool TryLabel(string? text, out KeyValuePair<string, string>? label)
    {
        int colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        label = colon > 0 ? new KeyValuePair<string, string>(text![..colon], text[(colon + 1)..]) : null;
        return text is null || label is not null;
    }

    private static bool TryReason(string? text, out FailureReason? reason)
    {
        reason = Enum.GetValues<FailureReason>().Where(known => Failure.Label(known) == text).Select(static known => (FailureReason?)known).FirstOrDefault();
        return text is null || reason is not null;
    }
}
