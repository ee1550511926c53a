namespace ScriptGrid.Client;

/// <summary>How a command ended that has no result of its own.</summary>
[GenerateSerializer, Immutable, Alias("sg.command-outcome")]
public sealed record CommandOutcome
{
    /// <summary>How it ended.</summary>
    [Id(0)]
    public CallStatus Status { get; init; }

    /// <summary>Where it failed, why: one of <see cref="FailureReasons"/>. Else empty.</summary>
    [Id(1)]
    public string Reason { get; init; } = "";

    /// <summary>The server's own words, or ours; one line. Empty where it was done.</summary>
    [Id(2)]
    public string Message { get; init; } = "";

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Status == CallStatus.Done;
}
