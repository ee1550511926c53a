using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>Selects what a stream of snapshots contains; by default everything.</summary>
[GenerateSerializer, Immutable, Alias("sg.watch-options")]
public sealed record WatchOptions
{
    /// <summary>Identities of the targets; empty for every target, including future ones. Unknown identities are ignored.</summary>
    [Id(0)]
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Only this script in each snapshot, and only targets that have it; empty for every script.</summary>
    [Id(1)]
    public string Script { get; init; } = "";
}
