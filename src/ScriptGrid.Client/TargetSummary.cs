using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>A short summary of one target.</summary>
[GenerateSerializer, Immutable, Alias("sg.target-summary")]
public sealed record TargetSummary
{
    /// <summary>The target's identity.</summary>
    [Id(0)]
    public string Target { get; init; } = "";

    /// <summary>Whether it answers.</summary>
    [Id(1)]
    public TargetAvailability State { get; init; }

    /// <summary>The silo that collects it, as <c>ip:port</c>.</summary>
    [Id(2)]
    public string Owner { get; init; } = "";

    /// <summary>The labels that the configuration adds to the target's series.</summary>
    [Id(3)]
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The names of the scripts whose last run failed.</summary>
    [Id(4)]
    public ImmutableArray<string> FailingScripts { get; init; } = [];
}
