using System.Text.Json.Serialization;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>Everything that is known of a target: the members of the list, and more.</summary>
internal sealed record TargetDetailJson : TargetJson
{
    private TargetDetailJson(TargetStatus target)
        : base(target)
    {
    }

    /// <summary>The server's version; null if it is not known.</summary>
    [JsonPropertyOrder(1)]
    public required string? Version { get; init; }

    /// <summary>Its scripts.</summary>
    [JsonPropertyOrder(2)]
    public required IEnumerable<ScriptDetailJson> Scripts { get; init; }

    public static TargetDetailJson Of(TargetReport report) => new(report.Status)
    {
        Version = report.Version,
        Scripts = report.Status.Scripts.Zip(report.Scripts, ScriptDetailJson.Of),
    };
}

/// <summary>A script on a target, with its values.</summary>
internal sealed record ScriptDetailJson : ScriptJson
{
    private ScriptDetailJson(ScriptStatus script)
        : base(script)
    {
    }

    /// <summary>The first values that it gave.</summary>
    [JsonPropertyOrder(1)]
    public required IEnumerable<ValueJson> Values { get; init; }

    /// <summary>How many values it gave.</summary>
    [JsonPropertyOrder(2)]
    public required int ValuesTotal { get; init; }

    /// <summary>Its first lines on the metrics page.</summary>
    [JsonPropertyOrder(3)]
    public required string Lines { get; init; }

    /// <summary>The outcomes of recent runs; null if no history is kept.</summary>
    [JsonPropertyOrder(4)]
    public required HistoryJson? History { get; init; }

    public static ScriptDetailJson Of(ScriptStatus status, ScriptReport script) => new(status)
    {
        Values = script.Values.Select(ValueJson.Of),
        ValuesTotal = script.ValuesTotal,
        Lines = script.Lines,
        History = script.Trail is { } trail ? HistoryJson.Of(trail, script.Values) : null,
    };
}

/// <summary>A value of a series.</summary>
/// <param name="Name">The name of its metric.</param>
/// <param name="Labels">Its labels, without the target's and the script's.</param>
/// <param name="Value">The value.</param>
internal sealed record ValueJson(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public static ValueJson Of(KeyedValue value)
    {
        (string name, IReadOnlyDictionary<string, string> labels) = SeriesText.Parse(value.Key);
        return new ValueJson(name, labels, value.Value);
    }
}
