using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>The outcome of <see cref="ITargetGrain.ExistsAsync"/>: which of a target's scripts the server's cache holds.</summary>
[GenerateSerializer, Immutable, Alias("sg.exists-outcome")]
public sealed record ExistsOutcome
{
    /// <summary>How the call ended.</summary>
    [Id(0)]
    public CallStatus Status { get; init; }

    /// <summary>The configured scripts in their order, then the registered ones by name. Empty unless the call was done.</summary>
    [Id(1)]
    public ImmutableArray<CachedScript> Scripts { get; init; } = [];

    /// <summary>Why the call failed, one of <see cref="FailureReasons"/>; empty if it did not.</summary>
    [Id(2)]
    public string Reason { get; init; } = "";

    /// <summary>The reason in words, from the server or from ScriptGrid, on one line. Empty if the call was done.</summary>
    [Id(3)]
    public string Message { get; init; } = "";

    /// <summary>Whether the call was done.</summary>
    public bool IsDone => Status == CallStatus.Done;
}
