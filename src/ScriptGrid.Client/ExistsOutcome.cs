using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>Which of a target's scripts the server's cache holds.</summary>
[GenerateSerializer, Immutable, Alias("sg.exists-outcome")]
public sealed record ExistsOutcome
{
    /// <summary>How it ended.</summary>
    [Id(0)]
    public CallStatus Status { get; init; }

    /// <summary>The configured scripts in their order, then the registered ones by name. Empty unless it was done.</summary>
    [Id(1)]
    public ImmutableArray<CachedScript> Scripts { get; init; } = [];

    /// <summary>Where it failed, why: one of <see cref="FailureReasons"/>. Else empty.</summary>
    [Id(2)]
    public string Reason { get; init; } = "";

    /// <summary>The server's own words, or ours; one line. Empty where it was done.</summary>
    [Id(3)]
    public string Message { get; init; } = "";

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Status == CallStatus.Done;
}
