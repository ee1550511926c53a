using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>One key of a script, merged over all targets that gave a value for it.</summary>
[GenerateSerializer, Immutable, Alias("sg.rollup")]
public sealed record Rollup
{
    /// <summary>The script's name.</summary>
    [Id(0)]
    public string Script { get; init; } = "";

    /// <summary>The key.</summary>
    [Id(1)]
    public string Key { get; init; } = "";

    /// <summary>The configured labels that all the merged series share.</summary>
    [Id(2)]
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The sum; NaN where one of the values is.</summary>
    [Id(3)]
    public double Sum { get; init; }

    /// <summary>The smallest value.</summary>
    [Id(4)]
    public double Min { get; init; }

    /// <summary>The largest value.</summary>
    [Id(5)]
    public double Max { get; init; }

    /// <summary>How many targets gave one.</summary>
    [Id(6)]
    public long Count { get; init; }

    /// <summary>The arithmetic mean.</summary>
    public double Avg => Sum / Count;
}
