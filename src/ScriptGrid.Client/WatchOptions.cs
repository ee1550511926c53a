using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>What a stream of snapshots holds. By default all of it.</summary>
[GenerateSerializer, Immutable, Alias("sg.watch-options")]
public sealed record WatchOptions
{
    /// <summary>Identities of the targets; empty for every target, those that are yet to come included. Unknown ones are passed over.</summary>
    [Id(0)]
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Only this script in each snapshot, and only targets that have it; empty for every script.</summary>
    [Id(1)]
    public string Script { get; init; } = "";
}
